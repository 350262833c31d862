import Foundation
import FoundationNetworking

/// Posts each announcement's JSON to a web server.
///
/// Any status from 200 to 299 is success. When the server cannot be reached, answers 5xx, 429 (too many)
/// or 408 (too slow), the same bytes are sent again, with pauses that grow; a longer one that the
/// server asks for is kept, up to a minute. Each try carries the message's id as `Idempotency-Key`, so
/// that a server can drop what it has had. A redirection is a failure, and told.
public struct WebhookTarget: ActionTarget {
  private let address: WebAddress
  private let headers: [String: String]
  private let timeout: Double
  private let pauses: [Double]

  /// - Parameters:
  ///   - address: `http` or `https`.
  ///   - headers: Sent besides, such as `Authorization`.
  ///   - timeout: Seconds for each try.
  ///   - pauses: Seconds before each further try.
  /// - Throws: ``ActionError/address(host:)``.
  public init(
    _ address: String, headers: [String: String] = [:], timeout: Double = 10,
    pauses: [Double] = [1, 4, 16, 60]
  ) throws(ActionError) {
    self.address = try WebAddress(address)
    self.headers = headers
    self.timeout = timeout
    self.pauses = pauses
  }

  /// Posts it; again, after pauses, where nobody answers, or the server is busy or has an error of its own.
  /// - Throws: ``ActionError``, of the last try.
  public func deliver(_ announcement: Announcement, within allowance: Allowance) throws(ActionError)
  {
    let request = request(announcement)
    var left = pauses[...]
    while true {
      let tries = pauses.count - left.count + 1
      let failure: ActionError
      var wanted = 0.0
      switch HTTPExchange.run(request, within: timeout, allowance) {
      case .answered(200...299, _, _):
        return
      case .answered(300...399, let place, _):
        throw .redirected(host: address.host, to: place ?? "nowhere")
      case .answered(let status, _, let pause):
        failure = .refused(host: address.host, status: status, tries: tries)
        guard status >= 500 || status == 429 || status == 408 else { throw failure }
        wanted = min(pause ?? 0, 60)
      case .failed(let reason):
        failure = .unreachable(host: address.host, reason: reason, tries: tries)
      }
      guard let pause = left.popFirst() else { throw failure }
      // A station that stops makes no further try: the last may have been cut short.
      guard !allowance.isEnding, allowance.pause(for: .seconds(max(pause, wanted))) else {
        throw .cutShort
      }
    }
  }

  private func request(_ announcement: Announcement) -> URLRequest {
    var request = URLRequest(url: address.url)
    request.httpMethod = "POST"
    request.httpBody = announcement.json
    request.httpShouldHandleCookies = false
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.setValue("earshot", forHTTPHeaderField: "User-Agent")
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    request.setValue(announcement.id, forHTTPHeaderField: "Idempotency-Key")
    return request
  }
}
