/// Why a rule or a species list is refused: no input could satisfy it, or it does not say what was
/// probably meant.
public enum DetectionError: Error, Equatable, CustomStringConvertible {
  /// One of the two thresholds of a rule.
  public enum Threshold: String, Sendable {
    /// For beginning an event.
    case enter = "threshold"
    /// For going on with one.
    case stay = "staying threshold"
  }

  /// A threshold outside (0, 1], of a class or of every species.
  case threshold(Threshold, of: String, value: Float)
  /// An event could begin and not go on.
  case stayAboveEnter(class: String, stay: Float, enter: Float)
  /// Windows that a rule would count are not stored: no class reaches the floor in them.
  case stayBelowFloor(class: String, stay: Float, floor: Float)
  /// The threshold for entering is such that the default for staying lies below the floor.
  case enterTooLow(class: String, enter: Float, floor: Float)
  /// No sound can begin an event: the model's highest score for the class is lower.
  case unreachable(class: String, enter: Float, highest: Float)
  /// A gap below 0 s, or longer than the longest that a rule may have.
  case bridgedGap(class: String, seconds: Double)
  /// Fewer windows than one.
  case confirmations(class: String, required: Int)
  /// A span of 0 s or less, or longer than the longest that a rule may have.
  case confirmationSpan(class: String, seconds: Double)
  /// Several windows must confirm, and nothing says within how many seconds.
  case confirmationsWithoutSpan(class: String, required: Int)
  /// Only `fitting` windows lie within the span; `needed` is the shortest in which enough do, s.
  case confirmationsCannotFit(
    class: String, required: Int, seconds: Double, fitting: Int, needed: Double)

  /// A name that none of the model's classes has; `known` are their common names.
  case unknownClass(String, where: String, known: [String])
  /// A name whose two halves are those of different classes.
  case contradictoryName(String, where: String)
  /// Two settings, or two lines of a list, for one class.
  case namedTwice(String, where: String)
  /// People were to be excluded or ignored; they are always logged.
  case humanExcluded(String, where: String)
  /// A background sound was to be excluded, or to have settings of its own.
  case backgroundIsNoEvent(String, where: String)
  /// Exclusions and lists hide every species in every week.
  case nothingLeft

  /// A species list without a line that names anything.
  case emptyList(String)
  /// A species list that is not UTF-8.
  case listNotText(String)
  /// A line of a species list that is no taxon with weeks; lines are counted from 1.
  case listLine(list: String, line: Int, text: String)
  /// A text that is no list of weeks and spans.
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
