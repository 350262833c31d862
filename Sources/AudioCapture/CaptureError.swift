/// Why a device gives no sound: what, where, and what to do about it.
public enum CaptureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What names no device, whatever is attached.
  case malformedDevice(String, reason: String)
  /// Nothing attached now answers to the name.
  case absent(device: String, present: [String])
  /// Several that are attached answer to the name.
  case ambiguous(device: String, choices: [String])
  /// The system does not open it.
  case cannotOpen(device: String, reason: String)
  /// It does not give sound of this kind.
  case unsupported(device: String, what: String, supported: String)
  /// The driver gave up while sound was coming in.
  case failed(device: String, reason: String)

  public var description: String {
    switch self {
    case .malformedDevice(let text, let reason):
      "\(text): is no device: \(reason). `earshot doctor audio` lists those that are here, with their names."
    case .absent(let device, let present):
      "\(device): is not attached. "
        + (present.isEmpty
          ? "No device that records is; check its plug, and `arecord -l`."
          : "Attached are \(present.joined(separator: ", ")).")
    case .ambiguous(let device, let choices):
      "\(device): is the name of \(choices.count) devices that are attached. "
        + "Give one that only one has: \(choices.joined(separator: " or "))."
    case .cannotOpen(let device, let reason):
      "\(device): cannot be opened: \(reason)."
    case .unsupported(let device, let what, let supported):
      "\(device): does not give \(what). It gives \(supported)."
    case .failed(let device, let reason):
      "\(device): stopped: \(reason)."
    }
  }
}
