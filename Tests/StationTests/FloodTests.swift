import Testing

@testable import Station

/// A species that floods the log is flagged.
@Suite struct FloodTests {
  private let second: Int64 = 1_000_000_000

  @Test func `a hundred and twenty events of a species within an hour are told, not the first`() {
    var flood = Flood()
    let told = (0..<120 as Range<Int64>).map { flood.take(classIndex: 1, now: $0 * 20 * second) }
    #expect(told.dropLast().allSatisfy { $0 == nil } && told.last == .some(120))
  }

  @Test func `as many in a day are none, and other species do not count`() {
    var flood = Flood()
    for event in 0..<500 as Range<Int64> {
      #expect(flood.take(classIndex: Int(event % 5), now: event * 60 * second) == nil)
    }
  }

  @Test func `a flood that goes on is told again after a minute, two, four …`() {
    var flood = Flood()
    let told = (0..<36_000 as Range<Int64>).count {
      flood.take(classIndex: 0, now: $0 * second) != nil
    }
    #expect(told == 10)
  }
}
