import ArgumentParser
import EventLog

extension LogCommand {
  struct Lock: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lock", abstract: "Keep clips for ever, whatever cleaning deletes.")

    @OptionGroup var clips: ClipArguments

    func run() throws { try clips.setLock(true) }
  }

  struct Unlock: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "unlock", abstract: "Let cleaning delete clips again.")

    @OptionGroup var clips: ClipArguments

    func run() throws { try clips.setLock(false) }
  }

  struct ClipArguments: ParsableArguments {
    @Argument(
      help: """
        Clips: their files, or the numbers of their events, as `earshot events --format csv` tells them. \
        A file whose name is a number is ./NUMBER.
        """)
    var clips: [String]

    @OptionGroup var log: LogOptions

    func setLock(_ isLocked: Bool) throws {
      let log = try EventLog(path: log.log, access: .writing)
      let selection = clips.map { Int64($0).map(ClipSelection.event) ?? .path($0) }
      let paths = try log.setLock(isLocked, of: selection, now: .microsecondsNow)
      try Terminal.print(paths.map { "\($0): \(isLocked ? "locked" : "not locked")" })
    }
  }
}
