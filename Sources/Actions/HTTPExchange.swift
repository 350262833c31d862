import Foundation
import FoundationNetworking
import Synchronization

/// One request, and what the server answers to it; of the answer's body nothing is read.
///
/// Redirections are not followed: what is told was meant for one server, and a POST would become a GET.
final class HTTPExchange: NSObject, URLSessionDataDelegate, Sendable {
  enum Outcome: Equatable {
    /// - Parameters:
    ///   - place: Where the server sends the request instead, host only.
    ///   - pause: Seconds that the server asks to wait.
    case answered(status: Int, place: String?, pause: Double?)
    case failed(reason: String)
  }

  private let allowance: Allowance
  private let outcome: Mutex<Outcome?> = Mutex(nil)

  private init(_ allowance: Allowance) {
    self.allowance = allowance
  }

  /// Waits for the answer's head.
  /// - Parameter seconds: All that it may take, from the look-up of the name on.
  static func run(
    _ request: URLRequest, within seconds: Double, _ allowance: Allowance
  ) -> Outcome {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = seconds
    configuration.timeoutIntervalForResource = seconds
    configuration.httpCookieStorage = nil
    configuration.urlCache = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    let exchange = HTTPExchange(allowance)
    let session = URLSession(configuration: configuration, delegate: exchange, delegateQueue: nil)
    let task = session.dataTask(with: request)
    task.resume()
    _ = allowance.wait(until: .now + .seconds(seconds)) { exchange.outcome.withLock { $0 != nil } }
    task.cancel()
    session.invalidateAndCancel()
    return exchange.outcome.withLock { $0 } ?? .failed(reason: "nothing came for too long")
  }

  private func finish(_ outcome: Outcome) {
    self.outcome.withLock { $0 = $0 ?? outcome }
    allowance.wake()
  }

  private func finish(_ answer: HTTPURLResponse) {
    let place = answer.value(forHTTPHeaderField: "Location")
      .flatMap { URL(string: $0, relativeTo: answer.url)?.host() }
    finish(
      .answered(
        status: answer.statusCode, place: place,
        pause: answer.value(forHTTPHeaderField: "Retry-After").flatMap { Double($0) }))
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping (URLRequest?) -> Void
  ) {
    finish(response)
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    if let answer = response as? HTTPURLResponse { finish(answer) }
    completionHandler(.cancel)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    guard let error else {
      if let answer = task.response as? HTTPURLResponse { finish(answer) }
      return finish(.failed(reason: "the server closed the connection without an answer"))
    }
    finish(.failed(reason: Self.reason(error)))
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? URLError)?.code {
    case .cannotFindHost?, .dnsLookupFailed?: "the server's name is not known here"
    case .cannotConnectToHost?: "nobody answers there"
    case .notConnectedToInternet?: "there is no network"
    case .timedOut?: "nothing came for too long"
    case .networkConnectionLost?: "the connection broke"
    case .secureConnectionFailed?, .serverCertificateUntrusted?, .serverCertificateHasBadDate?,
      .serverCertificateHasUnknownRoot?:
      "its certificate is not to be trusted"
    case let code?: "the connection failed (\(code.rawValue))"
    case nil: "the connection failed"
    }
  }
}
