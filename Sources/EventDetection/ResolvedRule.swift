/// A ``DetectionRule`` that fits a model and its windows: what ``EventDetector`` runs.
public struct ResolvedRule: Hashable, Sendable {
  /// In the order of the model's classes.
  public let classes: [ClassRule]

  /// The rule of one class, lengths in samples at the native rate.
  public struct ClassRule: Hashable, Sendable {
    /// What the class stands for.
    public var taxon: Taxon
    /// A window with at least this score begins an event.
    public var enter: Float
    /// A window with at least this score continues one, and is counted.
    public var stay: Float
    /// The longest way from the end of what was heard to the next window that still belongs to it.
    public var bridgedGap: Int64
    /// So many windows must reach ``enter`` …
    public var confirmations: Int
    /// … from the start of the first to the end of the last; of no meaning for one confirmation.
    public var confirmationSpan: Int64
    /// How many windows in a row the span holds: the *n* of "*k* of *n*".
    public var windowsInSpan: Int
    /// Excluded by name in the settings.
    public var isExcluded: Bool
    /// The weeks in which the allowed list names the class; all without such a list.
    public var allowedWeeks: WeekSet
    /// The weeks in which the ignored list names it; none without such a list.
    public var ignoredWeeks: WeekSet
  }
}
