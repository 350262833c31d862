import Foundation
import FoundationNetworking
import Synchronization

/// One request, and what the server answers to it; of the answer's body nothing is read.
///
/// Redirections are not followed: what is told was meant for one server, and a POST would become a GET.
///
/// Foundation ends the program when it is answered what to do with a response or a redirection of a task
/// that was cancelled meanwhile. So an answer is given under the lock, and not any more once the task has
/// been given up; what was answered before comes first, as both go through one queue.
final class HTTPExchange: NSObject, URLSessionDataDelegate, Sendable {
  enum Outcome: Equatable {
    /// - Parameters:
    ///   - place: Where the server sends the request instead, host only.
    ///   - pause: Seconds that the server asks to wait.
    case answered(status: Int, place: String?, pause: Double?)
    case failed(reason: String)
  }

  private struct State {
    var outcome: Outcome?
    /// Whether the task has been or will be cancelled.
    var isGivenUp = false
  }

  private let allowance: Allowance
  private let state: Mutex<State> = Mutex(State())

  private init(_ allowance: Allowance) {
    self.allowance = allowance
  }

  /// Waits for the answer's head.
  /// - Parameter seconds: All that it may take, from the look-up of the name on.
  static func run(
    _ request: URLRequest, within seconds: Double, _ allowance: Allowance
  ) -> Outcome {
    let configuration = URLSessionConfiguration.ephemeral
    // Foundation's own clocks would cancel without the lock.
    configuration.timeoutIntervalForRequest = seconds + 3600
    configuration.timeoutIntervalForResource = seconds + 3600
    configuration.httpCookieStorage = nil
    configuration.urlCache = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    let exchange = HTTPExchange(allowance)
    let session = URLSession(configuration: configuration, delegate: exchange, delegateQueue: nil)
    let task = session.dataTask(with: request)
    task.resume()
    _ = allowance.wait(until: .now + .seconds(seconds)) {
      exchange.state.withLock { $0.outcome != nil }
    }
    let outcome = exchange.state.withLock { state in
      state.isGivenUp = true
      return state.outcome
    }
    task.cancel()
    session.invalidateAndCancel()
    return outcome ?? .failed(reason: "nothing came for too long")
  }

  /// The first outcome counts.
  /// - Parameter answer: Tells Foundation what to do.
  private func finish(_ outcome: Outcome, _ answer: () -> Void = {}) {
    state.withLock { state in
      guard !state.isGivenUp else { return }
      answer()
      state.outcome = state.outcome ?? outcome
    }
    allowance.wake()
  }

  private static func outcome(_ answer: HTTPURLResponse) -> Outcome {
    let place = answer.value(forHTTPHeaderField: "Location")
      .flatMap { URL(string: $0, relativeTo: answer.url)?.host() }
    return .answered(
      status: answer.statusCode, place: place,
      pause: answer.value(forHTTPHeaderField: "Retry-After").flatMap { Double($0) })
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping (URLRequest?) -> Void
  ) {
    finish(Self.outcome(response)) { completionHandler(nil) }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    let outcome = (response as? HTTPURLResponse).map(Self.outcome)
    finish(outcome ?? .failed(reason: "the answer is none of the web")) {
      completionHandler(.cancel)
    }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let reason = error.map(Self.reason) ?? "the server closed the connection without an answer"
    finish(.failed(reason: reason))
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
