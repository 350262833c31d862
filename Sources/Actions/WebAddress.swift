import Foundation

/// An address of the web that has been checked. Shown, it is its host alone.
struct WebAddress: Hashable, Sendable {
  let url: URL
  let host: String

  /// - Throws: ``ActionError/address(host:)``.
  init(_ text: String) throws(ActionError) {
    guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
      scheme == "http" || scheme == "https", let host = url.host(), !host.isEmpty
    else {
      throw .address(host: URL(string: text)?.host())
    }
    self.url = url
    self.host = host + (url.port.map { ":\($0)" } ?? "")
  }
}
