/// Events as text, one after the other, so that a log of any length can be exported.
///
/// ```swift
/// var writer: any EventWriter = CSVWriter()
/// write(writer.head)
/// try log.forEachEvent(filter) { write(writer.text(for: $0)) }
/// write(writer.tail)
/// ```
public protocol EventWriter {
  /// What stands before the first event.
  var head: String { get }
  /// The next event's lines, each with its end.
  mutating func text(for event: LoggedEvent) -> String
  /// What stands after the last event.
  var tail: String { get }
}

extension EventWriter {
  /// Nothing: where each event is a line, the last one ends the text.
  public var tail: String { "" }
}

/// A number in fixed point, rounded half away from zero, with a point whatever the machine's
/// language; one that is too large for that as Swift writes it.
package func fixedPoint(_ value: Double, places: Int) -> String {
  let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
  guard let scaled = Int64(exactly: (value.magnitude * scale).rounded()) else { return "\(value)" }
  let (whole, rest) = scaled.quotientAndRemainder(dividingBy: Int64(scale))
  let digits = String(rest)
  let sign = value < 0 && scaled != 0 ? "-" : ""
  let decimals =
    places > 0 ? "." + String(repeating: "0", count: places - digits.count) + digits : ""
  return sign + String(whole) + decimals
}

extension LoggedEvent {
  /// From the start of the recording, to the microsecond: exact to the sample up to 500 kHz.
  var startText: String { fixedPoint(startSeconds, places: 6) }
  var endText: String { fixedPoint(endSeconds, places: 6) }
}
