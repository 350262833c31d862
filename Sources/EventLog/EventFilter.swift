/// Which events are asked for; an empty filter asks for all.
public struct EventFilter: Hashable, Sendable {
  /// In which order events come.
  public enum Order: Hashable, Sendable {
    /// By start, as it was heard; then, by file, what has no instant.
    case time
    /// By path, recording or stream, channel and position, as it lies in the files.
    case file
  }

  /// Common or scientific names, in any case; empty for all.
  public var species: [String]
  /// Events that start at or after this moment.
  public var from: Moment?
  /// Events that start before this moment.
  public var until: Moment?
  /// Events whose peak is at least this score.
  public var minimumScore: Float?
  /// Files, and folders with all below; empty for all.
  public var paths: [String]
  /// Names of places of recording, in any case; empty for all.
  public var sites: [String]
  /// Names of a station's inputs, in any case; empty for all, and for recordings.
  public var inputs: [String]
  /// Only what this model heard.
  public var bundle: BundleID?
  /// Only so many of them, those that started last; `nil` for all.
  public var latest: Int?
  /// In which the events come; ``latest`` chooses by time all the same.
  public var order: Order

  /// What is left out restricts nothing.
  public init(
    species: [String] = [], from: Moment? = nil, until: Moment? = nil, minimumScore: Float? = nil,
    paths: [String] = [], sites: [String] = [], inputs: [String] = [], bundle: BundleID? = nil,
    latest: Int? = nil,
    order: Order = .time
  ) {
    self.species = species
    self.from = from
    self.until = until
    self.minimumScore = minimumScore
    self.paths = paths
    self.sites = sites
    self.inputs = inputs
    self.bundle = bundle
    self.latest = latest
    self.order = order
  }
}
