import Synchronization

/// What a running station is told from outside, by any thread.
public final class Orders: Sendable {
  /// The station goes on until it is told otherwise.
  public enum Order: UInt8, Sendable {
    case goOn
    /// To end, because its settings have changed; another station takes over.
    case reload
    case stop
  }

  private let order = Atomic<UInt8>(Order.goOn.rawValue)

  public init() {}

  public var current: Order {
    Order(rawValue: order.load(ordering: .acquiring)) ?? .stop
  }

  /// Gives an order; one that came before and weighs more stays.
  public func give(_ order: Order) {
    self.order.max(order.rawValue, ordering: .releasing)
  }
}
