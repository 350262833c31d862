import TestSupport

/// Which fault comes when: all kinds in turn, each turn in another order, as the seed has it.
struct FaultSchedule {
  var random: SplitMix64
  private let kinds: [Fault.Kind]
  private var turn: [Fault.Kind] = []

  /// - Parameter hasSmallDisk: Whether the log's disk can be filled.
  init(seed: UInt64, hasSmallDisk: Bool) {
    random = SplitMix64(seed: seed)
    kinds = Fault.Kind.allCases.filter { hasSmallDisk || $0 != .fullDisk } + [.kill]
  }

  /// - Parameter isQuiet: Whether the station's process is to live on.
  mutating func next(isQuiet: Bool) -> Fault.Kind {
    while true {
      if turn.isEmpty { turn = kinds.shuffled(using: &random) }
      let kind = turn.removeLast()
      if !isQuiet || !kind.endsStation { return kind }
    }
  }

  mutating func number<Value: BinaryFloatingPoint>(in range: ClosedRange<Value>) -> Value
  where Value.RawSignificand: FixedWidthInteger {
    Value.random(in: range, using: &random)
  }

  mutating func number(in range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func chance(_ share: Double) -> Bool { number(in: 0.0...1) < share }
}
