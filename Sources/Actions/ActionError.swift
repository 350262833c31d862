public import EventDetection

/// Why an action is refused, or why an announcement could not be delivered.
///
/// No message holds an address beyond its host, a password or a place: whoever knows the address of a
/// web hook can often post there.
public enum ActionError: Error, Equatable, CustomStringConvertible {
  // Rules.
  case species(DetectionError)
  case leastScore(Float)
  case pause(Double)
  case nothingToTell
  case quietSpan(start: Int, end: Int)

  // Settings of targets.
  case noProgram
  case address(host: String?)
  case path(String)
  case topic(String)
  case brokerName(String)
  case brokerPort(Int)
  case brokerSetting(String, reason: String)
  case store(path: String, reason: String)
  case storeInUse(path: String)
  case interval(Double)

  // Deliveries.
  case notStarted(program: String, reason: String)
  case failed(program: String, status: Int32, said: String)
  case killed(program: String, signal: Int32, said: String)
  case tookTooLong(program: String, seconds: Double, said: String)
  case unreachable(host: String, reason: String, tries: Int)
  case refused(host: String, status: Int, tries: Int)
  case redirected(host: String, to: String)
  case nobodyReads(path: String)
  case full(path: String)
  case tooLong(path: String, bytes: Int, most: Int)
  case unwritable(path: String, reason: String)
  case broker(host: String, reason: String)
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
