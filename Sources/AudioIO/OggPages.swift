/// How far an Ogg file is whole: its pages are walked, checked by sequence number and checksum, and
/// their granule positions tell the frames.
///
/// libsndfile leaves out what is damaged in an Ogg stream without a word, which would move all that
/// follows to a wrong instant; so a file is read up to the first fault only. A file without its
/// last page, as a recorder without power leaves it, has no length at all for libsndfile.
///
/// Sources: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg).
struct OggPages {
  /// Frames up to the first fault, at the rate of the granule positions.
  let whole: Int64
  /// Frames up to the last page of the file that is whole again, if that is further.
  let promised: Int64
  /// Whether the file ends in the middle of a page, or without the page that closes the stream.
  let isCut: Bool
  /// Whether a page in the middle is damaged or missing.
  let isDamaged: Bool
  /// Granule positions per second, where they do not count frames: 48,000 for Opus.
  let granuleRate: Int?

  private static let headerSize = 27
  private static let largestPage = 27 + 255 + 255 * 255

  /// - Returns: `nil` if the file does not begin with a page.
  init?(_ source: ByteSource) throws(AudioError) {
    var reader = PageReader(source)
    guard let first = try reader.page(at: 0) else { return nil }
    let opus = first.opusPreSkip
    granuleRate = opus == nil ? nil : 48_000
    let skipped = Int64(opus ?? 0)

    var offset = first.size
    var last: Int64 = 0
    var sequence = first.sequence
    var isClosed = false
    var isMissing = false
    while !isClosed, let page = try reader.page(at: offset) {
      offset += page.size
      guard page.serial == first.serial else { continue }
      if page.sequence != sequence &+ 1 {
        isMissing = true
        break
      }
      sequence = page.sequence
      if page.granule >= 0 { last = page.granule }
      isClosed = page.isLast
    }
    whole = max(last - skipped, 0)
    if isClosed {
      (promised, isCut, isDamaged) = (whole, false, false)
      return
    }
    let end = try reader.lastGranule(serial: first.serial, after: offset)
    promised = max(end - skipped, whole)
    isDamaged = isMissing || promised > whole
    isCut = !isDamaged
  }

  struct Page {
    let granule: Int64
    let serial: UInt32
    let sequence: UInt32
    let isLast: Bool
    let size: Int64
    /// Samples at 48 kHz to be left out, if the page begins an Opus stream.
    let opusPreSkip: UInt16?
  }

  /// Reads pages through a window of the file.
  struct PageReader {
    private let source: ByteSource
    private var window: [UInt8] = []
    private var windowStart: Int64 = 0

    init(_ source: ByteSource) { self.source = source }

    /// The page that begins at `offset`; `nil` if there is none, or not a whole one.
    mutating func page(at offset: Int64) throws(AudioError) -> Page? {
      if offset < windowStart || offset + Int64(largestPage) > windowStart + Int64(window.count) {
        windowStart = offset
        window = try source.bytes(at: offset, count: 8 * largestPage)
      }
      return page(inWindowAt: Int(offset - windowStart))
    }

    /// The highest granule position of the stream in the last pages of the file.
    mutating func lastGranule(serial: UInt32, after offset: Int64) throws(AudioError) -> Int64 {
      windowStart = max(offset, source.size - Int64(2 * largestPage))
      window = try source.bytes(at: windowStart, count: 2 * largestPage)
      var last: Int64 = 0
      var start = 0
      while start + headerSize <= window.count {
        if window[start] == 0x4F, let page = page(inWindowAt: start) {
          if page.serial == serial { last = max(last, page.granule) }
          start += Int(page.size)
        } else {
          start += 1
        }
      }
      return last
    }

    private func page(inWindowAt start: Int) -> Page? {
      guard window.code(at: start) == "OggS", start + headerSize <= window.count,
        window[start + 4] == 0
      else { return nil }
      let segments = Int(window[start + 26])
      let bodyStart = start + headerSize + segments
      guard bodyStart <= window.count else { return nil }
      let bodySize = window[start + headerSize..<bodyStart].reduce(0) { $0 + Int($1) }
      guard bodyStart + bodySize <= window.count,
        let granule: UInt64 = window.integer(at: start + 6),
        let serial: UInt32 = window.integer(at: start + 14),
        let sequence: UInt32 = window.integer(at: start + 18),
        let checksum: UInt32 = window.integer(at: start + 22),
        checksum == OggChecksum.of(window, from: start, to: bodyStart + bodySize)
      else { return nil }
      let isOpus =
        window.code(at: bodyStart) == "Opus" && window.code(at: bodyStart + 4) == "Head"
      return Page(
        granule: Int64(truncatingIfNeeded: granule), serial: serial, sequence: sequence,
        isLast: window[start + 5] & 4 != 0, size: Int64(bodyStart + bodySize - start),
        opusPreSkip: isOpus ? window.integer(at: bodyStart + 10) : nil)
    }
  }
}

/// The checksum of an Ogg page: CRC-32 of polynomial 0x04C11DB7, not reflected, with the four bytes
/// of the checksum itself taken as 0.
private enum OggChecksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte) << 24) { value, _ in
      value & 0x8000_0000 == 0 ? value << 1 : value << 1 ^ 0x04C1_1DB7
    }
  }

  static func of(_ bytes: [UInt8], from start: Int, to end: Int) -> UInt32 {
    let table = table
    var value: UInt32 = 0
    func add(_ range: Range<Int>) {
      for index in range {
        value = value << 8 ^ table[Int(UInt8(truncatingIfNeeded: value >> 24) ^ bytes[index])]
      }
    }
    let checksum = start + 22..<start + 26
    add(start..<min(checksum.lowerBound, end))
    for _ in checksum.clamped(to: start..<end) {
      value = value << 8 ^ table[Int(value >> 24)]
    }
    if checksum.upperBound < end { add(checksum.upperBound..<end) }
    return value
  }
}
