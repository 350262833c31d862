/// Why a rule or a species list is refused: no input could satisfy it, or it does not say what was
/// probably meant.
public enum DetectionError: Error, Equatable, CustomStringConvertible {
  /// One of the two thresholds of a rule.
  public enum Threshold: String, Sendable {
    case enter = "threshold"
    case stay = "staying threshold"
  }

  case threshold(Threshold, of: String, value: Float)
  case stayAboveEnter(class: String, stay: Float, enter: Float)
  case stayBelowFloor(class: String, stay: Float, floor: Float)
  /// The threshold for entering is such that the default for staying lies below the floor.
  case enterTooLow(class: String, enter: Float, floor: Float)
  case unreachable(class: String, enter: Float, highest: Float)
  case bridgedGap(class: String, seconds: Double)
  case confirmations(class: String, required: Int)
  case confirmationSpan(class: String, seconds: Double)
  case confirmationsWithoutSpan(class: String, required: Int)
  case confirmationsCannotFit(
    class: String, required: Int, seconds: Double, fitting: Int, needed: Double)

  case unknownClass(String, where: String, known: [String])
  case contradictoryName(String, where: String)
  case namedTwice(String, where: String)
  case humanExcluded(String, where: String)
  case backgroundIsNoEvent(String, where: String)
  case nothingLeft

  case emptyList(String)
  case listNotText(String)
  case listLine(list: String, line: Int, text: String)
  case unreadableWeeks(String)

  public var description: String {
    switch self {
    case .threshold(let threshold, let name, let value):
      "\(name): the \(threshold.rawValue) must be above 0 and at most 1, not \(value)."
    case .stayAboveEnter(let name, let stay, let enter):
      "\(name): the staying threshold (\(stay)) is higher than the threshold (\(enter)): an event "
        + "could begin and not go on. Lower it, or give this species its own."
    case .stayBelowFloor(let name, let stay, let floor):
      "\(name): the staying threshold (\(stay)) lies below \(floor): a window in which no class, not "
        + "even a background, reaches that is not stored. Raise it, or analyse the sound again with a "
        + "lower floor."
    case .enterTooLow(let name, let enter, let floor):
      "\(name): the threshold \(enter) is too low: an event goes on at three quarters of it, and a "
        + "window in which no class, not even a background, reaches \(floor) is not stored. The lowest "
        + "threshold is "
        + "\(Self.roundedUp(Double(floor / DetectionRule.defaultStayShare)))."
    case .unreachable(let name, let enter, let highest):
      "\(name): no sound can reach the threshold \(enter): the model's highest score is "
        + "\((highest * 10_000).rounded(.down) / 10_000)."
    case .bridgedGap(let name, let seconds):
      "\(name): the bridged gap must be 0 to \(Int(DetectionRule.longestSpan)) seconds, "
        + "not \(seconds)."
    case .confirmations(let name, let required):
      "\(name): at least 1 window must confirm an event, not \(required)."
    case .confirmationSpan(let name, let seconds):
      "\(name): the span of confirmations must be above 0 and at most "
        + "\(Int(DetectionRule.longestSpan)) seconds, not \(seconds)."
    case .confirmationsWithoutSpan(let name, let required):
      "\(name): \(required) confirmations need a span of seconds within which they count."
    case .confirmationsCannotFit(let name, let required, let seconds, let fitting, let needed):
      "\(name): \(required) windows cannot reach the threshold within \(seconds) s: only \(fitting) "
        + "fit. \(required) windows take \(Self.roundedUp(needed)) s; widen the span, raise the overlap or ask for "
        + "fewer."
    case .unknownClass(let name, let place, let known):
      "\(place): the model knows no \"\(name)\". It knows \(Self.list(known))."
    case .contradictoryName(let name, let place):
      "\(place): \"\(name)\" names two different classes of the model, one by each half."
    case .namedTwice(let name, let place):
      "\(place): \"\(name)\" is named more than once. Keep one."
    case .humanExcluded(let name, let place):
      "\(place): \"\(name)\" stands for people, who are always logged. Remove it."
    case .backgroundIsNoEvent(let name, let place):
      "\(place): \"\(name)\" is a background sound, never an event, and has no rule. Remove it."
    case .nothingLeft:
      "Nothing could be detected: exclusions and species lists together hide every species of the "
        + "model in every week."
    case .emptyList(let list):
      "\(list): the species list names nothing. Nothing is allowed by it; add the species, or go "
        + "without a list."
    case .listNotText(let list):
      "\(list): the species list is not UTF-8 text."
    case .listLine(let list, let line, let text):
      "\(list):\(line): \"\(text)\" cannot be read. A line is a name, or a name, a colon and weeks "
        + "from 1 to \(YearWeek.count): \"Corvus corax: 9-14, 40\"."
    case .unreadableWeeks(let text):
      "\"\(text)\" are no weeks. Write numbers from 1 to \(YearWeek.count) and spans: \"9-14, 40\"."
    }
  }

  /// To thousandths, so that what is written again is still enough.
  private static func roundedUp(_ value: Double) -> Double { (value * 1000).rounded(.up) / 1000 }

  /// A model may know thousands of classes; a message may not.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).joined(separator: ", ")
    return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
  }
}
