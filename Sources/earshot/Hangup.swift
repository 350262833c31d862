import Dispatch
import Foundation
import Synchronization

/// Takes note of SIGHUP: the wish that settings be read anew.
struct Hangup {
  private final class Flag: Sendable {
    let isSet = Atomic(false)
  }

  private let flag = Flag()
  private let source: any DispatchSourceSignal

  init() {
    signal(SIGHUP, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
    source.setEventHandler { [flag] in flag.isSet.store(true, ordering: .releasing) }
    source.resume()
  }

  /// Whether it came since the last time.
  func take() -> Bool { flag.isSet.exchange(false, ordering: .acquiringAndReleasing) }
}
