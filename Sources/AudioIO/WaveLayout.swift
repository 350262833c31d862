/// Where the sound of a RIFF, RF64 or Wave64 file really lies, whatever its header says.
///
/// Recorders write the header first and its sizes last, so a recorder that lost power leaves sizes
/// that are 0, 2³¹ or 2³² − 1, or those of the empty file. Decided so:
///
/// - A size of 0, 44 (some Frontier Labs firmware), or of a header only, with sound behind it that
///   is no chain of chunks: the header was never finished. All up to the end of the file is sound,
///   and nothing is promised beyond it.
/// - A size at one of the marks that writers use for "not known yet" (2³² − 1, 2³¹, 2³¹ − 4096, or
///   up to 4 KiB below), in a file of another size: the same.
/// - A size smaller than the sound by whole 2³²: a recording of more than 4 GiB whose size wrapped.
/// - A size equal to that of the whole file (other Frontier Labs firmware): the header was counted
///   in. Nothing is missing.
/// - Any other size beyond the end of the file: the recording was cut off, and the rest is promised
///   and missing.
///
/// The firmware faults are FL001, FL003, FL005 and FL012 of the list of known problems of
/// ecoacoustic recorders, github.com/ecoacoustics/known-problems.
struct WaveLayout {
  let formatTag: UInt16
  let channels: Int
  let sampleRate: Int
  /// Bits of one sample as stored.
  let bits: Int
  /// Bytes of one frame.
  let frameSize: Int64
  /// The bytes of sound that are there.
  let data: Range<Int64>
  /// Frames the header promises, `nil` if it was never finished.
  let promisedFrames: Int64?
  /// Whether a reader that believes the header would read other bytes than ``data``.
  let headerMisleads: Bool

  /// - Returns: `nil` if there is no format or no data chunk, or a format that divides by zero.
  init?(_ list: ChunkList, _ source: ByteSource) throws(AudioError) {
    guard list.form != .aiff, let format = list.first("fmt "), let chunk = list.first("data")
    else { return nil }
    let fields = try source.bytes(at: format.start, count: Int(min(format.size, 40)))
    guard let tag: UInt16 = fields.integer(at: 0, bigEndian: list.bigEndian),
      let channels: UInt16 = fields.integer(at: 2, bigEndian: list.bigEndian),
      let rate: UInt32 = fields.integer(at: 4, bigEndian: list.bigEndian),
      let align: UInt16 = fields.integer(at: 12, bigEndian: list.bigEndian),
      let bits: UInt16 = fields.integer(at: 14, bigEndian: list.bigEndian),
      channels > 0, align > 0
    else { return nil }
    // WAVE_FORMAT_EXTENSIBLE keeps the real tag in the first bytes of a GUID.
    formatTag =
      tag == 0xFFFE ? fields.integer(at: 24, bigEndian: list.bigEndian) ?? tag : tag
    self.channels = Int(channels)
    sampleRate = Int(rate)
    self.bits = Int(bits)
    frameSize = Int64(align)

    let available = max(source.size - chunk.start, 0)
    let believed = min(chunk.size, available)
    let found: Int64
    if !list.reachesEnd, believed < available,
      Self.isUnfinished(chunk, formSize: list.formSize)
        || Self.isMark(chunk.size)
    {
      found = available
      promisedFrames = nil
    } else if !list.reachesEnd, list.form == .wave, available - chunk.size >= 1 << 32 {
      found = chunk.size + ((available - chunk.size) >> 32) << 32
      promisedFrames = found / frameSize
    } else {
      found = believed
      promisedFrames =
        if chunk.size <= available || chunk.size == source.size {
          believed / frameSize
        } else if Self.isMark(chunk.size) { nil } else { chunk.size / frameSize }
    }
    data = chunk.start..<chunk.start + found
    headerMisleads = found != believed
  }

  /// Frames that are there; part of a frame at the end is none.
  var frames: Int64 { Int64(data.count) / frameSize }

  private static func isUnfinished(_ chunk: ChunkList.Chunk, formSize: Int64) -> Bool {
    chunk.size == 0 || chunk.size == 44 || formSize <= chunk.start
  }

  private static func isMark(_ size: Int64) -> Bool {
    [0xFFFF_FFFF, 0x8000_0000, 0x7FFF_F000].contains { ($0 - 4096...$0).contains(size) }
  }
}
