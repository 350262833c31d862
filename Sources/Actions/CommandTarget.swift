import EventDetection

/// Runs a program for each announcement, without a shell.
///
/// It gets the announcement's JSON on its standard input, a line, and the most wanted of it in its
/// environment: `EARSHOT_TYPE`, `EARSHOT_ID`, `EARSHOT_SITE`, `EARSHOT_INPUT`, `EARSHOT_START` (ISO
/// 8601); of an event `EARSHOT_EVENT_ID`, `EARSHOT_COMMON_NAME`, `EARSHOT_SCIENTIFIC_NAME`,
/// `EARSHOT_KIND`, `EARSHOT_PEAK`; of an incident `EARSHOT_KIND`, `EARSHOT_TEXT`. What is
/// not known is empty, and what is longer than 4000 characters is cut. Its output goes nowhere; the end
/// of its standard error is told when it fails.
///
/// It has failed if its status is not 0. One that takes too long is ended with all that it started:
/// SIGTERM to its process group, two seconds later SIGKILL. What it leaves behind when it ends by itself
/// goes on.
public struct CommandTarget: ActionTarget {
  private let arguments: [String]
  private let environment: [String: String]
  private let seconds: Double

  /// - Parameters:
  ///   - arguments: The program, a path or a name that is looked for on the PATH, and its arguments.
  ///   - environment: What it has besides, such as the station's own.
  ///   - timeout: Seconds.
  /// - Throws: ``ActionError/noProgram``.
  public init(
    _ arguments: [String], environment: [String: String], timeout: Double = 30
  ) throws(ActionError) {
    guard arguments.first?.isEmpty == false else { throw .noProgram }
    self.arguments = arguments
    self.environment = environment
    seconds = timeout
  }

  /// Runs the program, with the announcement in its environment and on its standard input.
  public func deliver(_ announcement: Announcement, within allowance: Allowance) throws(ActionError)
  {
    let environment = environment.merging(announcement.environment) { _, own in own }
    let program = arguments[0]
    var child = try ChildProcess(
      arguments, environment: environment.map { "\($0)=\($1)" },
      input: Array(announcement.json) + [UInt8(ascii: "\n")])
    let ending = child.wait(for: .seconds(seconds), within: allowance)
    let said = child.said.text
    switch ending {
    case .exited(0): return
    case .exited(let status): throw .failed(program: program, status: status, said: said)
    case .signalled(let signal): throw .killed(program: program, signal: signal, said: said)
    case .timedOut:
      throw allowance.isEnding
        ? .cutShort : .tookTooLong(program: program, seconds: seconds, said: said)
    }
  }
}

extension Announcement {
  /// What a command finds in its environment.
  var environment: [String: String] {
    var values = ["TYPE": kind.rawValue, "ID": id]
    switch self {
    case .eventBegan(let event), .eventEnded(let event):
      values["SITE"] = event.site ?? ""
      values["INPUT"] = event.input
      values["START"] = event.start.localText ?? event.start.utcText
      values["EVENT_ID"] = event.id
      values["COMMON_NAME"] = event.taxon.commonName
      values["SCIENTIFIC_NAME"] = event.taxon.scientificName ?? ""
      values["KIND"] = event.taxon.kind.rawValue
      values["PEAK"] = "\(event.peakScore)"
    case .incident(let incident):
      values["SITE"] = incident.site ?? ""
      values["INPUT"] = incident.input ?? ""
      values["START"] = incident.instant.localText ?? incident.instant.utcText
      values["KIND"] = incident.kind
      values["TEXT"] = incident.text
    }
    // A zero would end the value for C, and the system starts no program with too long a value.
    return Dictionary(
      uniqueKeysWithValues: values.map {
        ("EARSHOT_" + $0, String($1.replacing("\0", with: "").unicodeScalars.prefix(4000)))
      })
  }
}
