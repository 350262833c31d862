import Synchronization

/// What a running station is told from outside, by any thread.
public final class Orders: Sendable {
  /// The station goes on until it is told otherwise.
  public enum Order: UInt8, Sendable {
    /// No order: it listens.
    case goOn
    /// To end, because its settings have changed; another station takes over.
    case reload
    /// To end for good.
    case stop
  }

  private let order = Atomic<UInt8>(Order.goOn.rawValue)

  /// ``Order/goOn``, until another is given.
  public init() {}

  /// The one that weighs most of those given: ``Order/stop`` more than ``Order/reload``.
  public var current: Order {
    Order(rawValue: order.load(ordering: .acquiring)) ?? .stop
  }

  /// Gives an order; one that came before and weighs more stays.
  public func give(_ order: Order) {
    self.order.max(order.rawValue, ordering: .releasing)
  }
}
