public import AudioIO
import Threading

/// A microphone: opened by its lasting name, and again for ever when it is lost.
public struct DeviceSource: CaptureSource {
  /// Looked for anew before each opening.
  public var device: DeviceName
  /// What it is opened with; a device that does not give it is tried again all the same.
  public var wish: CaptureWish
  /// What is taken of its frames.
  public var stream: ChannelStream
  /// Among which the device is looked for.
  public var cards: SoundCards
  /// Seconds without a frame after which the device is given up and opened anew.
  public var patience: Double
  /// Seconds of sound that can wait to be taken.
  public var backlogSeconds: Double
  /// Between two openings.
  public var pauses: Pauses

  /// - Parameters:
  ///   - patience: Seconds.
  ///   - backlogSeconds: Beyond it, sound that nobody takes is lost, and told.
  public init(
    _ device: DeviceName, _ wish: CaptureWish, stream: ChannelStream,
    cards: SoundCards = SoundCards(),
    patience: Double = 5, backlogSeconds: Double = 20, pauses: Pauses = Pauses()
  ) {
    self.device = device
    self.wish = wish
    self.stream = stream
    self.cards = cards
    self.patience = patience
    self.backlogSeconds = backlogSeconds
    self.pauses = pauses
  }

  /// Opens the device, delivers its stream, and begins again, until told to stop.
  public func run(_ task: CaptureTask) {
    var pauses = pauses
    while !task.isStopped {
      let began = task.clock.now().monotonic
      task.capture.countAttempt()
      var ending: CaptureStream.Ending?
      do throws(CaptureError) {
        let opened = try CaptureDevice(cards.alsaName(of: device), wish)
        ending = run(opened, task)
      } catch {
        task.capture.tell(.waiting(error))
      }
      if task.isStopped { break }
      // A sleep is no fault of the device's.
      if ending == .slept { pauses = self.pauses }
      // Whoever has it opened anew was not content with it.
      let isHealthy = ending != nil && ending != .reopened
      let seconds = isHealthy ? Double(task.clock.now().monotonic - began) / 1e9 : 0
      task.capture.pause(seconds: pauses.next(afterRunning: seconds))
    }
  }

  /// One stream of an open device.
  /// - Returns: `nil` if it did not begin.
  private func run(
    _ opened: borrowing CaptureDevice, _ task: CaptureTask
  ) -> CaptureStream.Ending? {
    let slept = task.clock.slept()
    let began: Int64
    do throws(CaptureDevice.Failure) {
      began = try task.clock.reading(opened.start())
    } catch {
      task.capture.tell(
        .waiting(.failed(device: device.description, reason: error.inWords)))
      return nil
    }
    // A wish for another opening was for the one before.
    _ = task.capture.takeReopening()
    let format = opened.format
    let blocks = Int(
      (backlogSeconds * Double(format.sampleRate) / Double(opened.periodFrames)).rounded(.up))
    let now = task.clock.now()
    let stream = CaptureStream(
      source: device.description, format: format,
      start: ClockReading(monotonic: began, utc: now.utc - (now.monotonic - began)),
      ring: BlockRing(
        blockBytes: opened.periodFrames * format.frameBytes, capacity: max(blocks, 4)),
      mono: self.stream)
    task.capture.deliver(stream)
    var fetching = Fetching(stream, task, began: began, slept: slept, patience: patience)
    let ending = fetching.run(opened, device: device.description)
    stream.finish(ending, at: fetching.position, fetching.loss)
    task.capture.bell.ring()
    return ending
  }
}

/// How long to wait before a device is tried again: doubled each time, up to a limit, and short again
/// once it has run for a while.
public struct Pauses: Sendable, Hashable {
  /// Seconds before the first new try.
  public var first: Double
  /// Seconds between two tries at most.
  public var longest: Double
  /// Seconds of running after which the next pause is the first again.
  public var health: Double
  private var last = 0.0

  /// All in seconds.
  public init(first: Double = 0.5, longest: Double = 30, health: Double = 60) {
    self.first = first
    self.longest = longest
    self.health = health
  }

  mutating func next(afterRunning seconds: Double) -> Double {
    last = last == 0 || seconds >= health ? first : min(last * 2, longest)
    return last
  }
}

extension CaptureDevice.Failure {
  fileprivate var inWords: String {
    switch self {
    case .overrun: "its buffer ran over"
    case .suspended: "it was suspended"
    case .lost(let reason): reason
    }
  }
}

/// Fetches a device's frames into the ring. Nothing here allocates or waits for another thread.
@safe private struct Fetching {
  private let stream: CaptureStream
  private let task: CaptureTask
  private let ring: BlockRing
  private let rate: Double
  private let patience: Double
  private(set) var position: Int64 = 0
  private var lost: Int64 = 0
  private(set) var loss = Loss.overrun
  /// What the machine had slept when the stream began, nanoseconds.
  private let slept: Int64
  /// Since when frames are waited for: the last that came, or the first start after it.
  private var waitsSince: Int64
  /// Whether any came since the last start.
  private var hasFrames = false
  /// A frame, and when it began, as far as is known: over a short time the nominal rate will do.
  private var known: (frame: Int64, instant: Int64)
  /// Nanoseconds after which what is known is too old.
  private let memory: Int64
  private var missing: MissingFrames
  /// Takes what the ring has no room for.
  private let spare: UnsafeMutableRawBufferPointer

  /// Milliseconds before another start of a device that gave nothing after the last.
  private static let restartMilliseconds = 50

  /// - Parameter patience: Seconds without a frame after which the device is given up.
  init(
    _ stream: CaptureStream, _ task: CaptureTask, began: Int64, slept: Int64, patience: Double
  ) {
    self.stream = stream
    self.task = task
    known = (0, began)
    self.slept = slept
    waitsSince = task.clock.now().monotonic
    self.patience = patience
    memory = Int64(2 * patience * 1e9)
    ring = stream.ring
    rate = Double(stream.format.sampleRate)
    missing = MissingFrames(sampleRate: Double(stream.format.sampleRate), start: began)
    unsafe spare = .allocate(byteCount: stream.ring.blockBytes, alignment: 64)
  }

  mutating func run(
    _ opened: borrowing CaptureDevice, device: String
  ) -> CaptureStream.Ending {
    defer { unsafe spare.deallocate() }
    while true {
      if task.isStopped { return .stopped }
      if task.capture.takeReopening() { return .reopened }
      do throws(CaptureDevice.Failure) {
        opened.wait(milliseconds: 100)
        // Before anything is fetched: what a device made before the sleep must not be timed by the clocks
        // after it.
        if hasSlept { return .slept }
        if try fetch(opened) { return .stalled }
      } catch {
        // Whatever the sleep has done to the device, the sleep is the reason.
        if hasSlept { return .slept }
        if case .lost(let reason) = error {
          return .failed(.failed(device: device, reason: reason))
        }
        do throws(CaptureDevice.Failure) {
          if try goOn(opened) { return .stalled }
        } catch {
          return .failed(.failed(device: device, reason: error.inWords))
        }
      }
    }
  }

  private var hasSlept: Bool { task.clock.hasSlept(since: slept) }

  /// Reads what is there.
  /// - Returns: Whether nothing has come for too long.
  private mutating func fetch(_ opened: borrowing CaptureDevice) throws(CaptureDevice.Failure)
    -> Bool
  {
    // Before the device is asked: where this thread is held up, what came meanwhile is there.
    let now = task.clock.now()
    let observation = try opened.observe()
    var left = observation.available
    let instant = task.clock.reading(observation.instant)
    if left > 0 { leaveOut(missing.observe(position + Int64(left), at: instant)) }
    let end = position + Int64(left)
    learn(end, at: instant)
    while left > 0 {
      let frames = min(left, stream.largestBlock)
      let room = unsafe ring.reserve()
      let count = try unsafe opened.read(frames, into: room ?? spare)
      if count == 0 { break }
      (waitsSince, hasFrames) = (now.monotonic, true)
      position += Int64(count)
      left -= count
      if unsafe room == nil {
        lost += Int64(count)
        loss = .backlog
        continue
      }
      let behind = Int64((Double(end - position) / rate * 1e9).rounded())
      let monotonic = instant - behind
      ring.commit(
        BlockRing.Header(
          position: position - Int64(count), frames: count, lost: lost, loss: loss,
          instant: ClockReading(
            monotonic: monotonic, utc: now.utc - (now.monotonic - monotonic))))
      lost = 0
      task.capture.bell.ring()
    }
    return isTooLong(now)
  }

  private func isTooLong(_ now: ClockReading) -> Bool {
    Double(now.monotonic - waitsSince) / 1e9 > patience
  }

  /// Counts frames that the device has left out.
  private mutating func leaveOut(_ count: Int64) {
    guard count > 0 else { return }
    lost += count
    position += count
    loss = .stalled
  }

  /// Takes note of how many frames there were at an instant.
  ///
  /// Frames that come late, or not at all for a while, do not tell when they began: of what is known of
  /// the last seconds the earliest counts, also after a stall that was not long enough to give up.
  private mutating func learn(_ end: Int64, at instant: Int64) {
    let since = instant - known.instant
    let sound = Int64((Double(end - known.frame) / rate * 1e9).rounded())
    if since <= sound || since > memory { known = (end, instant) }
  }

  /// Starts the device again: what it made since the last frame that was read is lost. How much that is
  /// follows from the instant at which it starts.
  /// - Returns: Whether nothing has come for too long, however often it was started.
  private mutating func goOn(_ opened: borrowing CaptureDevice) throws(CaptureDevice.Failure)
    -> Bool
  {
    if !hasFrames {
      if isTooLong(task.clock.now()) { return true }
      // Else a device that fails at once would keep a processor busy.
      task.capture.call.wait(for: .milliseconds(Self.restartMilliseconds))
    }
    let again = try task.clock.reading(opened.start())
    let made = known.frame + Int64((Double(again - known.instant) / 1e9 * rate).rounded())
    lost += max(made - position, 0)
    position = max(made, position)
    loss = .overrun
    known = (position, again)
    if hasFrames { waitsSince = task.clock.now().monotonic }
    hasFrames = false
    return false
  }
}
