import TestSupport

/// Which fault comes when: all kinds in turn, each turn in another order, as the seed has it.
struct FaultSchedule {
  var random: SplitMix64
  private let kinds: Set<Fault.Kind>
  private var turn: [Fault.Kind] = []

  /// - Parameter kinds: Those that are done.
  init(seed: UInt64, kinds: Set<Fault.Kind>) {
    random = SplitMix64(seed: seed)
    self.kinds = kinds
  }

  /// - Parameter isQuiet: Whether the station's process is to live on.
  /// - Returns: `nil` if there is nothing to be done.
  mutating func next(isQuiet: Bool) -> Fault.Kind? {
    if isQuiet { turn.removeAll(where: \.endsStation) }
    if turn.isEmpty {
      // In an order of their own first: that of a set changes from run to run.
      turn = Fault.Kind.allCases.filter { kinds.contains($0) && !(isQuiet && $0.endsStation) }
        .shuffled(using: &random)
    }
    return turn.popLast()
  }

  mutating func number<Value: BinaryFloatingPoint>(in range: ClosedRange<Value>) -> Value
  where Value.RawSignificand: FixedWidthInteger {
    Value.random(in: range, using: &random)
  }

  mutating func number(in range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func chance(_ share: Double) -> Bool { number(in: 0.0...1) < share }
}
