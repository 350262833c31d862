/// The settings that decide which window scores become events.
///
/// All of them are optional: a rule without any takes each class at the threshold of its bundle.
/// ``resolved(for:grid:floor:)`` checks them against a model and its windows; the result
/// runs in an ``EventDetector``. As a whole, with its species lists, a rule is `Codable`: what the log
/// stores of it tells later why something was or was not an event.
public struct DetectionRule: Hashable, Sendable, Codable {
  /// The part of a rule that a species can have of its own; `nil` inherits.
  public struct Settings: Hashable, Sendable, Codable {
    /// A window with at least this score begins an event, in (0, 1].
    public var enter: Float?
    /// A window with at least this score continues one, at most ``enter``.
    public var stay: Float?
    /// Seconds without such a window that do not end an event.
    public var bridgedGap: Double?
    /// How many windows must reach ``enter`` …
    public var confirmations: Int?
    /// … within this many seconds, from the start of the first of them to the end of the last.
    public var confirmationSpan: Double?

    /// What is left out is inherited.
    public init(
      enter: Float? = nil, stay: Float? = nil, bridgedGap: Double? = nil,
      confirmations: Int? = nil, confirmationSpan: Double? = nil
    ) {
      self.enter = enter
      self.stay = stay
      self.bridgedGap = bridgedGap
      self.confirmations = confirmations
      self.confirmationSpan = confirmationSpan
    }
  }

  /// The staying threshold where none is set, as a share of the threshold for entering.
  public static let defaultStayShare: Float = 0.75
  /// The longest gap and the longest span of confirmations, in seconds: an hour.
  public static let longestSpan = 3600.0

  /// For every species and background class. People keep the bundle's threshold, one confirmation and
  /// no bridged gap unless ``species`` names them: what is done about voices must not hang on a
  /// setting made for birds.
  public var general: Settings
  /// For single classes, by common name, scientific name, or both (`Scientific name_Common name`).
  public var species: [String: Settings]
  /// Species that are never events, named alike.
  public var excluded: [String]
  /// What can occur; `nil` for everything.
  public var allowed: SpeciesList?
  /// What cannot occur.
  public var ignored: SpeciesList?

  /// Checks nothing: whether settings make sense depends on the model, so
  /// ``resolved(for:grid:floor:)`` does.
  public init(
    general: Settings = Settings(), species: [String: Settings] = [:], excluded: [String] = [],
    allowed: SpeciesList? = nil, ignored: SpeciesList? = nil
  ) {
    self.general = general
    self.species = species
    self.excluded = excluded
    self.allowed = allowed
    self.ignored = ignored
  }
}
