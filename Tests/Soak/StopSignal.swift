import Foundation
import Synchronization

/// A signal, as a wish that the process end in order.
enum StopSignal {
  private static let wish = Atomic(false)

  /// Whether one has come.
  static var hasCome: Bool { wish.load(ordering: .acquiring) }

  /// From now on these are a wish.
  static func expect(_ signals: Int32...) {
    // Whoever started this process may have kept them from its own threads, and so from this one.
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
    for number in signals {
      signal(number) { _ in StopSignal.wish.store(true, ordering: .releasing) }
    }
  }
}
