import Foundation

extension Error {
  /// Why the system refused, in its own words and without a full stop: "no space left on device".
  ///
  /// What Foundation says of its errors, "The operation could not be completed", tells nobody what to
  /// do; the error of the system lies beneath.
  public var systemReason: String {
    var error = self as NSError
    while let cause = error.userInfo[NSUnderlyingErrorKey] as? any Error {
      error = cause as NSError
    }
    guard error.domain == NSPOSIXErrorDomain, let words = unsafe strerror(Int32(error.code)) else {
      return error.localizedDescription
    }
    let reason = unsafe String(cString: words)
    return reason.prefix(1).lowercased() + reason.dropFirst()
  }
}
