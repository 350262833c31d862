import Foundation
public import Testing

extension Trait where Self == ConditionTrait {
  /// Runs only in `make test-slow`.
  public static var slow: Self {
    .enabled(
      if: ProcessInfo.processInfo.environment["EARSHOT_SLOW"] == "1",
      "slow: EARSHOT_SLOW=1, as in make test-slow")
  }
}
