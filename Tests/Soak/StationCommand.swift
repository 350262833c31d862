import ArgumentParser
import AudioCapture
import AudioIO
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import Station
import Survey

/// The station of a run: a process of its own, to be killed.
struct StationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "station", abstract: "The station of a run; `run` starts it.", shouldDisplay: false
  )

  @Argument(help: "Folder of the run.")
  var folder: String

  func run() throws {
    StopSignal.expect(SIGTERM)
    // Ctrl-C is for whoever ran it.
    signal(SIGINT, SIG_IGN)
    let parent = getppid()
    let station = try opened()
    let status = StatusFile(path: SoakFolder(folder).status)
    station.start()
    var written: ContinuousClock.Instant?
    while !station.isOver {
      // Whoever ran it may be gone.
      if StopSignal.hasCome || getppid() != parent { station.give(.stop) }
      try station.log.openIfPossible()
      if written.map({ ContinuousClock.now - $0 >= .seconds(1) }) ?? true {
        written = .now
        try status.write(station.status(site: nil, model: "soak", program: "soak", interval: 1))
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
    if let failure = station.failures.first { throw Self.exit(failure.error) }
  }

  private func opened() throws -> Station {
    let folder = SoakFolder(folder)
    let settings = try load(SoakSettings.self, from: folder.settings)
    let plan = try AnalysisPlan(ModelBundle(path: folder.bundle), rule: DetectionRule())
    let inputs = try settings.inputs.map { input in
      StationInput(
        name: input.name,
        source: DeviceSource(
          try DeviceName(input.device), CaptureWish(sampleRate: input.rate, sample: .s16),
          stream: .channel(0), cards: SoundCards(system: folder.system),
          patience: settings.patience, backlogSeconds: settings.backlogSeconds,
          // Of real time: the thread sleeps.
          pauses: Pauses(first: 0.05, longest: 0.5)),
        isPaced: true, plan: plan, channel: .index(0), timeZone: TimeZone(identifier: "UTC"),
        silencePatience: settings.silencePatience)
    }
    let time = try VirtualTime(opening: folder.clock)
    let acknowledging = Acknowledging()
    do throws(EventLogError) {
      let (path, patience) = (folder.liveLog, 1 / settings.speed)
      let log = try SharedLog(path: path, longestPause: .seconds(patience)) {
        () throws(EventLogError) in
        try EventLog(path: path, access: .creating, patience: patience)
      }
      return Station(inputs, log: log, clock: time.clock, receiver: acknowledging.take)
    } catch {
      throw Self.exit(error)
    }
  }

  /// Tells a log that cannot be used now from all else.
  private static func exit(_ error: any Error) -> ExitCode {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    return (error as? EventLogError)?.isTemporary == true ? StationExit.tryAgain : .failure
  }
}

/// How a station ends that can do nothing about it.
enum StationExit {
  /// The log is locked, or its disk is full: as sysexits.h has it.
  static let tryAgain = ExitCode(75)
}
