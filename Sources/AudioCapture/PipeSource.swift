public import AudioIO
import Glibc
import Synchronization
import Threading

/// Raw samples from a pipe, as `arecord` or `ffmpeg` write them; a WAV header before them is recognised.
///
/// Nothing is lost inside this program: while no block is free, the pipe is not read. The end of the pipe
/// ends the input. Where nothing comes for too long, or the machine slept, the stream ends, and what comes
/// later is another.
public struct PipeSource: CaptureSource {
  /// What streams and errors call it.
  public var name: String
  /// Open for reading; never closed here.
  public var descriptor: CInt
  /// Of the samples, unless a WAV header says otherwise.
  public var format: CaptureFormat
  /// What is taken of its frames.
  public var stream: ChannelStream
  /// Seconds without a byte after which the stream ends.
  public var patience: Double
  /// Seconds of sound that can wait to be taken.
  public var backlogSeconds: Double
  private let memory: PipeMemory

  /// - Parameters:
  ///   - descriptor: Stays open; the caller's to close.
  ///   - memory: What an earlier source knew of the same pipe, if there was one.
  public init(
    name: String = "-", descriptor: CInt = 0, format: CaptureFormat, stream: ChannelStream,
    patience: Double = 5, backlogSeconds: Double = 5, memory: PipeMemory = PipeMemory()
  ) {
    self.name = name
    self.descriptor = descriptor
    self.format = format
    self.stream = stream
    self.patience = patience
    self.backlogSeconds = backlogSeconds
    self.memory = memory
  }

  /// Delivers streams until the pipe ends; what is no sound, or cannot be read, ends the input with its
  /// reason.
  public func run(_ task: CaptureTask) {
    var pipe = Pipe(descriptor: descriptor)
    let format: CaptureFormat
    do throws(CaptureError) {
      if let known = memory.contents.withLock({ $0 }).format {
        pipe.go(on: memory)
        format = known
      } else {
        guard let found = try pipe.format(unless: self.format, name: name, task) else { return }
        format = found
      }
      if case .channel(let channel) = stream, channel >= format.channels {
        throw .unsupported(
          device: name, what: "channel \(channel + 1)",
          supported: "\(format.channels) channel\(format.channels == 1 ? "" : "s")")
      }
    } catch {
      return task.capture.tell(.failed(error))
    }
    defer { pipe.remember(format, in: memory) }
    while !task.isStopped, pipe.waits(frameBytes: format.frameBytes, task) {
      task.capture.countAttempt()
      _ = task.capture.takeReopening()
      let frames = max(format.sampleRate / 20, 1)
      let blocks = Int((backlogSeconds * Double(format.sampleRate) / Double(frames)).rounded(.up))
      let slept = task.clock.slept()
      let captured = CaptureStream(
        source: name, format: format, start: task.clock.now(),
        ring: BlockRing(blockBytes: frames * format.frameBytes, capacity: max(blocks, 4)),
        mono: stream)
      task.capture.deliver(captured)
      let end = pipe.run(captured, task, slept: slept, patience: patience)
      captured.finish(end.ending, at: end.position, .stalled)
      task.capture.bell.ring()
      if end.ending == .ended { return }
      if case .failed(let error) = end.ending { return task.capture.tell(.failed(error)) }
    }
  }
}

/// A pipe while it is read.
private struct Pipe {
  let descriptor: CInt
  /// Bytes that were read with the header and belong to the samples.
  private var pending: [UInt8] = []
  private var isAtEnd = false

  init(descriptor: CInt) { self.descriptor = descriptor }

  /// Takes over what was read of the pipe before and belongs to no whole frame.
  mutating func go(on memory: PipeMemory) { pending = memory.contents.withLock { $0.rest } }

  func remember(_ format: CaptureFormat, in memory: PipeMemory) {
    memory.contents.withLock { $0 = PipeMemory.Contents(format: format, rest: pending) }
  }

  /// Waits for the first frame, however long it takes.
  /// - Returns: `false` at the pipe's end, or if told to stop.
  func waits(frameBytes: Int, _ task: CaptureTask) -> Bool {
    if pending.count >= frameBytes { return true }
    if isAtEnd { return false }
    while !task.isStopped {
      if isReadable(descriptor, within: .milliseconds(100)) { return true }
    }
    return false
  }

  /// Reads into `bytes`, behind what is pending.
  /// - Returns: Bytes read; 0 at the end.
  private mutating func read(
    into bytes: UnsafeMutableRawBufferPointer, name: String
  ) throws(CaptureError) -> Int {
    guard pending.isEmpty else {
      let count = min(pending.count, bytes.count)
      unsafe bytes.copyBytes(from: pending.prefix(count))
      pending.removeFirst(count)
      return count
    }
    while true {
      if let count = try unsafe fetch(into: bytes, name: name) { return count }
    }
  }

  /// The one place that reads the descriptor.
  /// - Returns: Bytes read, 0 at the end; `nil` where it has to be tried again.
  private func fetch(
    into bytes: UnsafeMutableRawBufferPointer, name: String
  ) throws(CaptureError) -> Int? {
    let count = unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
    guard count < 0 else { return count }
    let code = errno
    if code == EINTR || code == EAGAIN { return nil }
    throw .failed(device: name, reason: unsafe String(cString: strerror(code)))
  }

  /// What could be taken for samples, and would be noise: by its first bytes.
  private static let encodings: KeyValuePairs = [
    "fLaC": "FLAC", "OggS": "Ogg", "ID3": "MP3", "FORM": "AIFF",
  ]

  /// What the samples are: as a WAV header says if there is one.
  /// - Returns: `nil` if the pipe ends before any sample, or on being told to stop.
  mutating func format(
    unless raw: CaptureFormat, name: String, _ task: CaptureTask
  ) throws(CaptureError) -> CaptureFormat? {
    var head: [UInt8] = []
    /// Fills the head up to a length; `false` at the end.
    func fill(_ length: Int) throws(CaptureError) -> Bool {
      while head.count < length {
        guard !task.isStopped else { return false }
        guard isReadable(descriptor, within: .milliseconds(100)) else { continue }
        var bytes = [UInt8](repeating: 0, count: length - head.count)
        var span = bytes.mutableSpan
        let fetched = try unsafe span.withUnsafeMutableBytes { room throws(CaptureError) in
          try unsafe fetch(into: room, name: name)
        }
        guard let count = fetched else { continue }
        if count == 0 { return false }
        head += bytes.prefix(count)
      }
      return true
    }
    let isWhole = try fill(12)
    if let (_, kind) = Self.encodings.first(where: { head.starts(with: $0.key.utf8) }) {
      throw .failed(
        device: name,
        reason: "\(kind) comes, and not samples: decode it before, as `ffmpeg -i - -f wav -` does")
    }
    guard isWhole, ["RIFF", "RF64"].contains(where: { head.starts(with: $0.utf8) }),
      head[8...].starts(with: "WAVE".utf8)
    else {
      isAtEnd = head.isEmpty && !task.isStopped
      pending = head
      return head.isEmpty ? nil : raw
    }
    var position = 12
    var format: CaptureFormat?
    while try fill(position + 8) {
      let name4 = String(decoding: head[position..<position + 4], as: UTF8.self)
      let size = head[position + 4..<position + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
      if name4 == "data" {
        guard let format else { break }
        return format
      }
      guard size < 1 << 20, try fill(position + 8 + size + size % 2) else { break }
      if name4 == "fmt " {
        format = try CaptureFormat(
          waveFormat: Array(head[position + 8..<position + 8 + size]), device: name)
      }
      position += 8 + size + size % 2
    }
    if task.isStopped { return nil }
    throw .failed(device: name, reason: "its WAV header breaks off")
  }

  /// One stream, until the pipe ends or stalls.
  mutating func run(
    _ stream: CaptureStream, _ task: CaptureTask, slept: Int64, patience: Double
  ) -> (ending: CaptureStream.Ending, position: Int64) {
    var position: Int64 = 0
    let frameBytes = stream.format.frameBytes
    var lastByte = task.clock.now().monotonic
    while true {
      guard let block = unsafe stream.ring.reserve() else {
        if task.isStopped { return (.stopped, position) }
        task.capture.call.wait(for: .milliseconds(20))
        continue
      }
      var filled = 0
      var ending: CaptureStream.Ending?
      // A frame is never split, and a block is handed over as soon as the pipe has no more.
      while filled < block.count {
        if task.isStopped { ending = .stopped }
        if task.capture.takeReopening() { ending = .reopened }
        if task.clock.hasSlept(since: slept) { ending = .slept }
        if ending != nil { break }
        let hasWholeFrames = filled > 0 && filled % frameBytes == 0
        if pending.isEmpty,
          !isReadable(descriptor, within: hasWholeFrames ? .zero : .milliseconds(100))
        {
          if hasWholeFrames { break }
          if Double(task.clock.now().monotonic - lastByte) / 1e9 > patience {
            ending = .stalled
            break
          }
          continue
        }
        let count: Int
        do throws(CaptureError) {
          count = try unsafe read(
            into: UnsafeMutableRawBufferPointer(rebasing: block[filled...]), name: stream.source)
        } catch {
          ending = .failed(error)
          break
        }
        if count == 0 {
          isAtEnd = true
          ending = .ended
          break
        }
        filled += count
        lastByte = task.clock.now().monotonic
      }
      let frames = filled / frameBytes
      // What is left of a frame begins the next stream.
      pending = unsafe Array(block[frames * frameBytes..<filled]) + pending
      if frames > 0 {
        stream.ring.commit(
          BlockRing.Header(position: position, frames: frames, instant: task.clock.now()))
        position += Int64(frames)
        task.capture.bell.ring()
      }
      if let ending { return (ending, position) }
    }
  }
}

extension CaptureFormat {
  /// From a WAV file's `fmt ` chunk.
  ///
  /// Source: Microsoft, *Multiple Channel Audio Data and WAVE Files*.
  /// - Throws: ``CaptureError/unsupported(device:what:supported:)`` for a coding that is none of
  ///   ``SampleFormat``; ``CaptureError/failed(device:reason:)`` for a rate or channels that no input has.
  init(waveFormat chunk: [UInt8], device: String) throws(CaptureError) {
    let unknownCoding = CaptureError.unsupported(
      device: device, what: "the coding of its WAV header",
      supported: "PCM of 16, 24 and 32 bits and 32-bit float")
    guard chunk.count >= 16 else { throw unknownCoding }
    func number(_ offset: Int, _ bytes: Int) -> Int {
      chunk[offset..<offset + bytes].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    var tag = number(0, 2)
    // WAVE_FORMAT_EXTENSIBLE keeps the tag at the start of its identifier.
    if tag == 0xFFFE, chunk.count >= 26 { tag = number(24, 2) }
    let sample: SampleFormat? =
      switch (tag, number(14, 2)) {
      case (1, 16): .s16
      case (1, 24): .s24Packed
      case (1, 32): .s32
      case (3, 32): .float
      default: nil
      }
    let (channels, rate) = (number(2, 2), number(4, 4))
    guard let sample else { throw unknownCoding }
    func require(_ value: Int, _ range: ClosedRange<Int>, _ unit: String) throws(CaptureError) {
      guard !range.contains(value) else { return }
      throw .failed(
        device: device,
        reason: "its WAV header says \(value) \(unit); from \(range.lowerBound) to "
          + "\(range.upperBound) are possible")
    }
    try require(rate, Self.sampleRates, "Hz")
    try require(channels, Self.channelCounts, "channels")
    self.init(sampleRate: rate, sample: sample, channels: channels)
  }
}
