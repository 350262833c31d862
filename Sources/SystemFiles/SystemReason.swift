import Foundation

extension Error {
  /// Why the system refused, in its own words and without a full stop: "no space left on device".
  ///
  /// What Foundation says of its errors, "The operation could not be completed", tells nobody what to
  /// do; the error of the system lies beneath.
  public var systemReason: String {
    guard let systemCode, let words = unsafe strerror(systemCode) else {
      return localizedDescription
    }
    let reason = unsafe String(cString: words)
    return reason.prefix(1).lowercased() + reason.dropFirst()
  }

  /// The system's number for it, as in `errno`; `nil` if it is no error of the system.
  public var systemCode: Int32? {
    var error = self as NSError
    while let cause = error.userInfo[NSUnderlyingErrorKey] as? any Error {
      error = cause as NSError
    }
    return error.domain == NSPOSIXErrorDomain ? Int32(error.code) : nil
  }
}
