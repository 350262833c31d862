import AudioIO
import Foundation
import TestSupport
import Testing

@testable import AudioCapture

/// Raw sound and WAV through a pipe.
@Suite(.timeLimit(.minutes(1))) struct PipeSourceTests {
  private let pipe = Pipe()

  private func capture(
    _ format: CaptureFormat = CaptureFormat(sampleRate: 48_000, sample: .s16, channels: 1),
    stream: ChannelStream = .channel(0), patience: Double = 5, backlogSeconds: Double = 5,
    memory: PipeMemory = PipeMemory(), clock: CaptureClock = .system, descriptor: CInt? = nil
  ) -> Capture {
    Capture(
      of: PipeSource(
        descriptor: descriptor ?? pipe.fileHandleForReading.fileDescriptor, format: format,
        stream: stream, patience: patience, backlogSeconds: backlogSeconds, memory: memory),
      clock: clock)
  }

  private func bytes(_ range: Range<Int>) -> Data {
    Data(range.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
  }

  private func ramp(_ range: Range<Int>) -> [Float] {
    range.map { Float(Int16(truncatingIfNeeded: $0)) / 0x1p15 }
  }

  private func send(_ data: Data, close: Bool = true) {
    let writer = pipe.fileHandleForWriting
    Thread.detachNewThread {
      try? writer.write(contentsOf: data)
      if close { try? writer.close() }
    }
  }

  private func header(
    _ tag: UInt8, bits: UInt8, channels: UInt8, rate: UInt32 = 48_000, before: Data = Data()
  ) -> Data {
    var header = Data("RIFF".utf8)
    header += [255, 255, 255, 255]
    header += Data("WAVE".utf8)
    header += before
    header += Data("fmt ".utf8)
    header += [16, 0, 0, 0, tag, 0, channels, 0]
    header += (0..<4).map { UInt8(truncatingIfNeeded: rate >> (8 * $0)) }
    header += [0, 0, 0, 0, 0, 0, bits, 0]
    header += Data("data".utf8)
    return header + [255, 255, 255, 255]
  }

  @Test func `all of a pipe comes through, faster than real time, and its end ends the input`()
    throws
  {
    let capture = capture(backlogSeconds: 0.3)
    send(bytes(0..<500_000))
    var taken = Taken()
    try taken.take(from: capture) { !$0.endings.isEmpty }
    #expect(taken.endings == [.ended])
    #expect(taken.sound == [ramp(0..<500_000)])
    #expect(taken.losses[0].isEmpty)
    try taken.take(from: capture) { _ in capture.isOver }
  }

  @Test func `a WAV header tells the format, and is no sound`() throws {
    let note = Data("LIST".utf8) + [3, 0, 0, 0, 1, 2, 3, 0]
    for before in [Data(), note] {
      let pipe = PipeSourceTests()
      let capture = pipe.capture()
      let frames = (0..<3000).flatMap { [0, 0, UInt8(truncatingIfNeeded: $0), 0, 0, 1] as [UInt8] }
      pipe.send(pipe.header(1, bits: 24, channels: 2, before: before) + Data(frames))
      var taken = Taken()
      try taken.take(from: capture) { !$0.endings.isEmpty }
      #expect(
        taken.streams.first?.format
          == CaptureFormat(sampleRate: 48_000, sample: .s24Packed, channels: 2))
      #expect(taken.sound.first?.count == 3000)
      #expect(taken.sound.first?[1] == Float(Int32(1) << 16) / 0x1p23)
    }
  }

  @Test func `frames are whole, however the pipe cuts them`() throws {
    let capture = capture(CaptureFormat(sampleRate: 48_000, sample: .s16, channels: 1))
    let data = bytes(0..<2000)
    for start in stride(from: 0, to: data.count, by: 7) {
      try pipe.fileHandleForWriting.write(contentsOf: data[start..<min(start + 7, data.count)])
      if start.isMultiple(of: 49) { usleep(500) }
    }
    // Half a sample at the end is none.
    try pipe.fileHandleForWriting.write(contentsOf: Data([1]))
    try pipe.fileHandleForWriting.close()
    var taken = Taken()
    try taken.take(from: capture) { !$0.endings.isEmpty }
    #expect(taken.sound == [ramp(0..<2000)])
  }

  @Test func `a pipe that stalls ends a stream, and what comes later is another`() throws {
    let capture = capture(patience: 0.3)
    send(bytes(0..<1000), close: false)
    var taken = Taken()
    try taken.take(from: capture) { $0.endings == [.stalled] }
    send(bytes(1000..<3000))
    try taken.take(from: capture) { $0.endings.count == 2 }
    #expect(taken.endings == [.stalled, .ended])
    #expect(taken.sound == [ramp(0..<1000), ramp(1000..<3000)])
  }

  @Test func `a sleep of the machine ends a stream, and what comes later is another`() throws {
    let clock = SleepingClock()
    let capture = capture(clock: clock.capture)
    send(bytes(0..<1000), close: false)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count == 1000 }
    clock.sleep(seconds: 3600)
    try taken.take(from: capture) { $0.endings == [.slept] }
    send(bytes(1000..<3000))
    try taken.take(from: capture) { $0.endings.count == 2 }
    #expect(taken.endings == [.slept, .ended])
    #expect(taken.sound == [ramp(0..<1000), ramp(1000..<3000)])
    #expect(taken.streams[1].start.utc - taken.streams[0].start.utc >= 3_600_000_000_000)
  }

  @Test(arguments: [
    ("/dev/null", O_WRONLY, "-: stopped: Bad file descriptor."),
    ("/", O_RDONLY, "-: stopped: Is a directory."),
  ])
  func `what cannot be read ends the input with the system's reason`(
    path: String, access: CInt, message: String
  ) throws {
    let descriptor = unsafe open(path, access)
    defer { close(descriptor) }
    let capture = capture(descriptor: descriptor)
    var taken = Taken()
    try taken.take(from: capture) { _ in capture.isOver }
    guard case .failed(let error) = capture.state else {
      Issue.record("\(capture.state)")
      return
    }
    #expect(taken.streams.isEmpty && error.description == message)
  }

  @Test func `an error while sound comes in is no clean end`() throws {
    var ends: [CInt] = [-1, -1]
    try #require(unsafe socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
    let reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    let writing = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    // A socket that is closed with something unread is an error at its other end.
    try reading.write(contentsOf: Data([0]))
    try writing.write(contentsOf: bytes(0..<1000))
    let capture = capture(descriptor: ends[0])
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count == 1000 }
    try writing.close()
    try taken.take(from: capture) { $0.endings.count == 1 && capture.isOver }
    let error = CaptureError.failed(device: "-", reason: "Connection reset by peer")
    #expect(taken.endings == [.failed(error)])
    #expect(taken.sound == [ramp(0..<1000)])
    #expect(capture.state == .failed(error))
    try reading.close()
  }

  @Test func `a frame that a stall cuts in two is whole in the next stream`() throws {
    let capture = capture(patience: 0.3)
    let data = bytes(0..<3000)
    send(data.prefix(2001), close: false)
    var taken = Taken()
    try taken.take(from: capture) { $0.endings == [.stalled] }
    send(data.dropFirst(2001))
    try taken.take(from: capture) { $0.endings.count == 2 }
    #expect(taken.sound == [ramp(0..<1000), ramp(1000..<3000)])
  }

  @Test func `who takes a pipe over goes on where the other stopped, without another header`()
    throws
  {
    let memory = PipeMemory()
    let first = capture(memory: memory)
    // Two channels of 16 bits, as the header says and nobody else does.
    let data = header(1, bits: 16, channels: 2) + bytes(0..<3000)
    send(data.prefix(44 + 2002), close: false)
    var taken = Taken()
    try taken.take(from: first) { $0.sound.first?.count ?? 0 >= 500 }
    first.stop()
    try taken.take(from: first) { $0.endings == [.stopped] }
    while !first.isOver { first.wait(seconds: 0.1) }
    let second = capture(memory: memory)
    send(data.dropFirst(44 + 2002))
    try taken.take(from: second) { $0.endings.count == 2 }
    #expect(taken.streams[1].format == CaptureFormat(sampleRate: 48_000, sample: .s16, channels: 2))
    #expect(
      taken.sound.joined().elementsEqual(
        ramp(0..<3000).indices.compactMap {
          $0.isMultiple(of: 2) ? ramp($0..<$0 + 1)[0] : nil
        }))
  }

  @Test func `a pipe that never says anything can be left`() throws {
    let capture = capture()
    Thread.sleep(forTimeInterval: 0.2)
    capture.stop()
    var taken = Taken()
    try taken.take(from: capture, seconds: 3) { _ in capture.isOver }
    #expect(taken.streams.isEmpty)
  }

  @Test func `an empty pipe, a header without sound and a coding that is none end the input`()
    throws
  {
    for (data, message) in [
      (Data(), nil), (header(1, bits: 16, channels: 1), nil),
      (header(2, bits: 4, channels: 1), "does not give the coding of its WAV header"),
      (Data("RIFF....WAVEfmt ".utf8), "its WAV header breaks off"),
      (Data("fLaC\0\0\0\"................".utf8), "FLAC comes, and not samples"),
      (
        header(1, bits: 16, channels: 1, rate: 999),
        "-: stopped: its WAV header says 999 Hz; from 1000 to 1000000 are possible."
      ),
      (
        header(1, bits: 16, channels: 1, rate: 1_000_001),
        "-: stopped: its WAV header says 1000001 Hz; from 1000 to 1000000 are possible."
      ),
      (
        header(1, bits: 16, channels: 65),
        "-: stopped: its WAV header says 65 channels; from 1 to 64 are possible."
      ),
    ] {
      let pipe = PipeSourceTests()
      let capture = pipe.capture()
      pipe.send(data)
      var taken = Taken()
      try taken.take(from: capture, seconds: 5) { _ in capture.isOver }
      var said: String?
      if case .failed(let error) = capture.state { said = error.description }
      #expect(taken.sound.allSatisfy { $0.isEmpty })
      if let message { #expect(said?.contains(message) == true, "\(said ?? "nothing")") }
    }
  }
}
