/// A point in time, as a question to the log names it.
public enum Moment: Hashable, Sendable {
  /// Microseconds since 1970 UTC.
  case utc(Int64)
  /// What a clock at the place shows: microseconds since 1970 by that clock. It is that of
  /// ``LoggedEvent/startLocal``, and so UTC where the offset is not known.
  case local(Int64)
}
