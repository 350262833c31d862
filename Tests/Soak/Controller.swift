import EventLog
import Foundation

/// Runs a station, does to it what the schedule says, and keeps a record of it.
///
/// All is done by one thread, which looks after the station's process wherever it waits.
final class Controller {
  private(set) var settings: SoakSettings
  let folder: SoakFolder
  let cards: [PlayedCard]
  let disk: SmallDisk
  let time: VirtualTime
  let station: StationProcess
  var schedule: FaultSchedule
  private(set) var record = SoakRecord()
  /// Whether the station is to run.
  private var isWanted = false
  private var startedAt: ContinuousClock.Instant?
  private var sampledAt: ContinuousClock.Instant?
  private let tell: (String) -> Void

  /// 2025-06-07T03:10:00Z, in nanoseconds.
  private static let beginning: Int64 = 1_749_265_800_000_000_000
  private static let diskMegabytes = 512
  /// Seconds that the station may need to begin to listen again.
  private static let recovery = 30.0

  /// - Parameter tell: Takes a line about what goes on.
  init(
    _ settings: SoakSettings, in folder: SoakFolder, tell: @escaping (String) -> Void
  ) throws {
    self.settings = settings
    self.folder = folder
    self.tell = tell
    disk = try SmallDisk(at: folder.disk, megabytes: Self.diskMegabytes)
    if let refusal = disk.refusal {
      tell("The disk cannot be filled, so it is not: \(refusal)")
      self.settings.faults.remove(.fullDisk)
    }
    schedule = FaultSchedule(seed: settings.seed, kinds: self.settings.faults)
    try store(self.settings, at: folder.settings)
    station = try StationProcess(folder)
    try Data(PlayedCard.configuration(of: folder, plugin: station.plugin).utf8)
      .write(to: URL(filePath: folder.alsa))
    cards = try settings.inputs.map { try PlayedCard($0, settings, in: folder) }
    for (index, card) in cards.enumerated() { try card.plugIn(as: index + 1) }
    time = try VirtualTime(making: folder.clock, speed: settings.speed, utc: Self.beginning)
    record.beganAt = time.utc
  }

  /// Runs all, and leaves log and record in the folder.
  ///
  /// A signal to stop ends the run early; what there is then is judged.
  func run() throws {
    defer {
      station.send(SIGKILL)
      disk.unmount()
    }
    let start = ContinuousClock.now
    startedAt = start
    let began = time.elapsed
    try startStation()
    while elapsedShare < 1, !StopSignal.hasCome {
      try pass(seconds: schedule.number(in: 0.3...2.0))
      let isQuiet = elapsedShare >= SoakSettings.quietShare
      if isQuiet, record.warmAt == nil { try warmUp() }
      guard let kind = schedule.next(isQuiet: isQuiet) else { continue }
      try inject(kind, to: cards[schedule.number(in: 0...cards.count - 1)], isQuiet: isQuiet)
    }
    try settle()
    try pass(seconds: 1)
    try stopStation(SIGTERM)
    record.endedAt = time.utc
    record.elapsed = time.elapsed - began
    record.seconds = seconds
    try store(record, at: folder.record)
    _ = try EventLog(path: folder.liveLog, access: .writing).backUp(to: folder.log)
  }

  /// Seconds of real time since the beginning.
  private var seconds: Double {
    startedAt.map { (ContinuousClock.now - $0) / .seconds(1) } ?? 0
  }

  private var elapsedShare: Double { seconds / settings.seconds }

  /// Has the last process of the station use all the memory that it ever needs: after a few openings of a
  /// card, what one has freed is used by the next.
  private func warmUp() throws {
    for _ in 0..<4 {
      for card in cards { try inject(.unplugging, to: card, isQuiet: true) }
    }
    record.warmAt = seconds
  }

  private func inject(_ kind: Fault.Kind, to card: PlayedCard, isQuiet: Bool) throws {
    guard try settle() else {
      record.omitted.append("\(kind.rawValue): the station does not listen")
      return
    }
    let fault = try fault(kind, to: card, isQuiet: isQuiet)
    record.faults.append(fault)
    let hours = String(format: "%6.2f h", time.elapsed / 3600)
    tell("\(hours)  \(kind.rawValue), \(fault.inputs.joined(separator: " and "))")
  }

  // MARK: - Time

  /// Lets time pass, and looks after the station.
  func pass(seconds: Double) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    repeat {
      try tend()
      Thread.sleep(forTimeInterval: 0.01)
    } while ContinuousClock.now < end
  }

  /// - Returns: Whether it came about in time.
  @discardableResult
  func wait(seconds: Double, until isSo: () -> Bool) throws -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while !isSo() {
      guard ContinuousClock.now < end else { return false }
      try tend()
      Thread.sleep(forTimeInterval: 0.005)
    }
    return true
  }

  /// Waits until all inputs are heard.
  @discardableResult
  func settle() throws -> Bool {
    for card in cards {
      guard try isHeard(card, within: Self.recovery) else { return false }
    }
    return true
  }

  /// Whether the station reads frames of a card.
  func isHeard(_ card: PlayedCard, within seconds: Double) throws -> Bool {
    let before = card.framesRead
    return try wait(seconds: seconds) { card.framesRead > before }
  }

  // MARK: - The station's process

  func startStation() throws {
    isWanted = true
    record.starts += 1
    try station.start()
  }

  /// Ends the process, and waits for that.
  func stopStation(_ signal: Int32) throws {
    isWanted = false
    if signal == SIGKILL { record.kills += 1 } else { record.terminations += 1 }
    station.send(signal)
    if try !wait(seconds: Self.recovery, until: { station.number == nil }) {
      record.unexpectedEnds.append("it did not end within \(Int(Self.recovery)) s of a SIGTERM")
      station.send(SIGKILL)
      try wait(seconds: Self.recovery) { station.number == nil }
    }
  }

  /// Starts the process again if it has ended, as systemd would, and notes what it takes.
  private func tend() throws {
    if let ending = station.takeEnding() {
      switch ending {
      case .asTold: break
      case .logUnavailable: record.vainStarts += 1
      case .unexpected(let how):
        record.unexpectedEnds.append(how)
        tell("The station has ended: \(how)")
      }
    }
    if isWanted, station.number == nil {
      Thread.sleep(forTimeInterval: 0.1)
      try startStation()
    }
    if sampledAt.map({ ContinuousClock.now - $0 >= .seconds(1) }) ?? true {
      sampledAt = .now
      if let sample = station.sample(at: seconds) { record.samples.append(sample) }
    }
  }
}
