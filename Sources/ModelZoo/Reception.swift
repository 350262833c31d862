import Foundation
import FoundationNetworking

/// One answer of a web server, written down as it comes.
// Sendable although it changes: URLSession calls it on one queue, and `run` reads after that.
final class Reception: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  enum Outcome {
    case complete
    /// The connection did not come about or broke; another try may help.
    case broken(String)
    case failed(DownloadError)
  }

  private let part: PartialFile
  private let limit: Int
  private let progress: @Sendable (Int, Int?) -> Void
  private let done = DispatchSemaphore(value: 0)
  private var failure: DownloadError?
  private var connectionError: (any Error)?
  private var total: Int?
  /// Whether the part was of no use, so that all must come again.
  private var mustStartOver = false

  init(_ part: PartialFile, limit: Int, progress: @escaping @Sendable (Int, Int?) -> Void) {
    self.part = part
    self.limit = limit
    self.progress = progress
  }

  func run(_ request: URLRequest) -> Outcome {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = request.timeoutInterval
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    session.dataTask(with: request).resume()
    done.wait()
    session.invalidateAndCancel()
    if let failure { return .failed(failure) }
    if mustStartOver { return .broken("the server has another version of the file now") }
    if let connectionError { return .broken(Self.reason(connectionError)) }
    guard let total, part.byteCount < total else { return .complete }
    return .broken("the connection ended after \(part.byteCount) of \(total) bytes")
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    do throws(DownloadError) {
      try begin(response, dataTask.originalRequest?.url?.absoluteString ?? "")
    } catch {
      failure = error
    }
    completionHandler(failure == nil && !mustStartOver ? .allow : .cancel)
  }

  private func begin(_ response: URLResponse, _ address: String) throws(DownloadError) {
    guard let answer = response as? HTTPURLResponse else {
      throw .refused(address: address, status: 0)
    }
    let length = answer.value(forHTTPHeaderField: "Content-Length").flatMap { Int($0) }
    switch answer.statusCode {
    case 200:
      // A weak ETag does not say that every byte is the same.
      let tag = answer.value(forHTTPHeaderField: "ETag").flatMap { $0.hasPrefix("W/") ? nil : $0 }
      try part.restart(version: tag ?? answer.value(forHTTPHeaderField: "Last-Modified"))
      total = length
    case 206:
      let range = answer.value(forHTTPHeaderField: "Content-Range") ?? ""
      guard let match = range.wholeMatch(of: /bytes (\d+)-(\d+)\/(\d+)/),
        Int(match.1) == part.byteCount, let last = Int(match.2), let size = Int(match.3),
        last == size - 1
      else {
        // Not the rest that was asked for.
        try part.restart(version: nil)
        mustStartOver = true
        return
      }
      total = size
    case 416:
      try part.restart(version: nil)
      mustStartOver = true
    default:
      throw .refused(address: address, status: answer.statusCode)
    }
    if let total, total > limit { throw .tooLarge(address: address, limit: limit) }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard failure == nil, !mustStartOver else { return }
    do throws(DownloadError) {
      guard part.byteCount + data.count <= limit else {
        throw .tooLarge(
          address: dataTask.originalRequest?.url?.absoluteString ?? "", limit: limit)
      }
      try part.append(data)
      progress(part.byteCount, total)
    } catch {
      failure = error
      dataTask.cancel()
    }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    connectionError = error
    done.signal()
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? URLError)?.code {
    case .cannotFindHost?, .dnsLookupFailed?: "the server's name is not known here"
    case .cannotConnectToHost?: "nobody answers there"
    case .notConnectedToInternet?: "there is no network"
    case .timedOut?: "nothing came for too long"
    case .networkConnectionLost?: "the connection broke"
    default: error.localizedDescription
    }
  }
}
