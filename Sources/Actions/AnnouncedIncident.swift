/// Something that an operator should know.
public struct AnnouncedIncident: Hashable, Sendable {
  /// The site's name in the settings; `nil` if it has none.
  public var site: String?
  /// The input that it is about; `nil` for the whole station.
  public var input: String?
  /// When it happened.
  public var instant: LocalInstant
  /// A short word to filter by, as in the log: `log_unavailable`.
  public var kind: String
  /// What happened, in words, as in the log.
  public var text: String

  /// Takes everything as given.
  public init(site: String?, input: String?, instant: LocalInstant, kind: String, text: String) {
    self.site = site
    self.input = input
    self.instant = instant
    self.kind = kind
    self.text = text
  }

  /// 32 hexadecimal digits of where, what and when.
  public var id: String {
    identity([
      "incident", site ?? "", input ?? "", kind, text, "\(instant.utcMicroseconds)",
    ])
  }
}
