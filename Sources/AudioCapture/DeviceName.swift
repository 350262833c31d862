/// What a capture device is called in settings, by what stays the same when cards are renumbered.
///
/// - `usb:0d8c:0014` or `usb:0d8c:0014:SERIAL`: a USB device by vendor, product and serial number.
/// - `port:1-1.2`: whatever is plugged into that USB port, as the kernel numbers them.
/// - `card:Device`: a card by its id, as `/proc/asound/cards` shows it between brackets.
/// - Anything else is a name of ALSA's own, like `default` or `plughw:1,0`.
///
/// The first three may end in `,N`: device N of the card; without it, 0.
public enum DeviceName: Sendable, Hashable, CustomStringConvertible {
  /// By what the device says of itself, 16 bits each; `nil` for any serial number.
  case usb(vendor: Int, product: Int, serial: String?, device: Int)
  /// By the USB port that it is plugged into.
  case port(String, device: Int)
  /// By the card's id.
  case card(id: String, device: Int)
  /// A name that ALSA alone understands.
  case alsa(String)

  /// - Throws: ``CaptureError/malformedDevice(_:reason:)``.
  public init(_ text: String) throws(CaptureError) {
    func malformed(_ reason: String) -> CaptureError { .malformedDevice(text, reason: reason) }
    guard !text.isEmpty else { throw malformed("it is empty") }
    guard let colon = text.firstIndex(of: ":"),
      let kind = Kind(rawValue: String(text[..<colon]))
    else {
      self = .alsa(text)
      return
    }
    var rest = text[text.index(after: colon)...]
    var device = 0
    if let comma = rest.lastIndex(of: ",") {
      guard let number = Int(rest[rest.index(after: comma)...]), (0..<64).contains(number) else {
        throw malformed("a comma is followed by the number of a card's device")
      }
      device = number
      rest = rest[..<comma]
    }
    switch kind {
    case .usb:
      let parts = rest.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count >= 2, let vendor = Self.identifier(parts[0]),
        let product = Self.identifier(parts[1])
      else { throw malformed("usb: is followed by vendor:product, four hexadecimal digits each") }
      let serial = parts.count > 2 ? String(parts[2]) : nil
      guard serial != "" else { throw malformed("its serial number is empty") }
      self = .usb(vendor: vendor, product: product, serial: serial, device: device)
    case .port:
      let isPort = rest.allSatisfy { $0.isNumber || $0 == "-" || $0 == "." } && rest.contains("-")
      guard isPort else { throw malformed("port: is followed by a USB port like 1-1.2") }
      self = .port(String(rest), device: device)
    case .card:
      guard !rest.isEmpty else { throw malformed("card: is followed by a card's id") }
      self = .card(id: String(rest), device: device)
    }
  }

  private enum Kind: String { case usb, port, card }

  private static func identifier(_ text: Substring) -> Int? {
    text.count == 4 ? Int(text, radix: 16) : nil
  }

  /// As settings have it.
  public var description: String {
    func suffix(_ device: Int) -> String { device == 0 ? "" : ",\(device)" }
    switch self {
    case .usb(let vendor, let product, let serial, let device):
      return "usb:\(hexadecimal(vendor)):\(hexadecimal(product))"
        + (serial.map { ":\($0)" } ?? "") + suffix(device)
    case .port(let port, let device): return "port:\(port)\(suffix(device))"
    case .card(let id, let device): return "card:\(id)\(suffix(device))"
    case .alsa(let name): return name
    }
  }
}

/// Four digits.
func hexadecimal(_ value: Int) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: max(4 - digits.count, 0)) + digits
}
