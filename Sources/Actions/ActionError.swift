public import EventDetection

/// Why an action is refused, or why an announcement could not be delivered.
///
/// No message holds an address beyond its host, a password or a place: whoever knows the address of a
/// web hook can often post there.
public enum ActionError: Error, Equatable, CustomStringConvertible {
  // Rules.
  /// A name that no model knows.
  case species(DetectionError)
  /// Not 0 to 1.
  case leastScore(Float)
  /// Seconds, below 0 or more than a year.
  case pause(Double)
  /// No kind of announcement, or an empty list of species.
  case nothingToTell
  /// Minutes of the day, not 0 to 1439 or both the same.
  case quietSpan(start: Int, end: Int)

  // Settings of targets.
  /// A command without a program's name.
  case noProgram
  /// An address that is not of the web; `nil` if it names no host.
  case address(host: String?)
  /// What can be no path of a file or pipe.
  case path(String)
  /// What can be no topic to publish under.
  case topic(String)
  /// What can be no name of a host.
  case brokerName(String)
  /// Not 1 to 65,535.
  case brokerPort(Int)
  /// Another setting of a broker, and what is wrong with it.
  case brokerSetting(String, reason: String)
  /// The file of messages for a broker cannot be used.
  case store(path: String, reason: String)
  /// Another program has the file of messages for a broker.
  case storeInUse(path: String)
  /// Seconds between beats, not 1 to 86,400.
  case interval(Double)

  // Deliveries.
  /// The system does not run the program.
  case notStarted(program: String, reason: String)
  /// The program ended with another status than 0; `said` is the end of what it wrote.
  case failed(program: String, status: Int32, said: String)
  /// A signal ended the program.
  case killed(program: String, signal: Int32, said: String)
  /// The program was ended after so many seconds.
  case tookTooLong(program: String, seconds: Double, said: String)
  /// The host gave no answer in so many tries.
  case unreachable(host: String, reason: String, tries: Int)
  /// The host answered with an HTTP status that is no success, in so many tries.
  case refused(host: String, status: Int, tries: Int)
  /// The host answered that something else is meant; nothing is sent there.
  case redirected(host: String, to: String)
  /// A pipe without a reader.
  case nobodyReads(path: String)
  /// A pipe whose reader is too slow.
  case full(path: String)
  /// A line that a pipe does not take in one piece.
  case tooLong(path: String, bytes: Int, most: Int)
  /// The system does not write to the file or pipe.
  case unwritable(path: String, reason: String)
  /// The broker cannot be reached, refuses, or the connection broke.
  case broker(host: String, reason: String)
  /// The station ended first.
  case cutShort

  public var description: String {
    switch self {
    case .species(let error): "\(error)"
    case .leastScore(let score): "The least score of an action must be 0 to 1, not \(score)."
    case .pause(let seconds):
      "The pause of an action must be 0 to \(Int(ActionRule.longestPause)) seconds, not \(seconds)."
    case .nothingToTell:
      "An action of no kind, or for no species, would never run. Name some, or leave the list out for "
        + "all."
    case .quietSpan(let start, let end):
      "A quiet span goes from one minute of the day, 0 to 1439, to another, not from \(start) to "
        + "\(end)."

    case .noProgram: "A command needs a program to run, and its name must not be empty."
    case .address(let host):
      "\(host ?? "The address"): not one of the web: it must begin with http:// or https:// and name a "
        + "host."
    case .path(let path): "\"\(path)\" is no path of a file or pipe."
    case .topic(let topic):
      "\"\(topic)\" is no topic to publish under: it must not be empty, hold \"+\" or \"#\", nor begin "
        + "or end with \"/\"."
    case .brokerName(let name): "\"\(name)\" is no name of a broker."
    case .brokerPort(let port): "A broker's port must be 1 to 65535, not \(port)."
    case .brokerSetting(let setting, let reason): "\(setting): \(reason)."
    case .store(let path, let reason):
      "\(path): messages cannot be kept here: \(reason). Name a file in a folder that can be written."
    case .storeInUse(let path):
      "\(path): another program keeps its messages here. Name another file for each station."
    case .interval(let seconds):
      "A heartbeat needs 1 second to a day between beats, not \(seconds)."

    case .notStarted(let program, let reason): "\(program): cannot be started: \(reason)."
    case .failed(let program, let status, let said):
      "\(program): ended with status \(status)\(Self.quoted(said))"
    case .killed(let program, let signal, let said):
      "\(program): ended by signal \(signal)\(Self.quoted(said))"
    case .tookTooLong(let program, let seconds, let said):
      "\(program): was ended, as it took more than \(seconds) s\(Self.quoted(said))"
    case .unreachable(let host, let reason, let tries):
      "\(host): cannot be reached: \(reason); \(Self.tried(tries))"
    case .refused(let host, let status, let tries):
      "\(host): answers with status \(status); \(Self.tried(tries))"
    case .redirected(let host, let place):
      "\(host): sends elsewhere, to \(place). What is told is not sent on; put the right address into "
        + "the settings."
    case .nobodyReads(let path): "\(path): nobody reads this pipe."
    case .full(let path): "\(path): this pipe is full; who reads it is too slow."
    case .tooLong(let path, let bytes, let most):
      "\(path): a line of \(bytes) bytes is longer than the \(most) that a pipe takes whole."
    case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)."
    case .broker(let host, let reason): "\(host): \(reason)."
    case .cutShort: "The station ended before it was delivered."
    }
  }

  private static func quoted(_ said: String) -> String { said.isEmpty ? "." : ": \(said)" }

  private static func tried(_ tries: Int) -> String {
    "tried \(tries == 1 ? "once" : "\(tries) times")."
  }
}
