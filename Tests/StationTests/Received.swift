import Foundation
import Station
import Testing
import Threading

/// What a station told.
final class Received: Sendable {
  private let all = Guarded<[StationNews]>([])

  var news: [StationNews] { all.withLock { $0 } }

  var take: NewsReceiver { { [self] news in all.withLock { $0.append(news) } } }
}

/// Waits until something is so.
func eventually(seconds: Double = 60, _ condition: () throws -> Bool) throws {
  let deadline = ContinuousClock.now + .seconds(seconds)
  while try !condition() {
    try #require(ContinuousClock.now < deadline, "it does not come about")
    usleep(5000)
  }
}
