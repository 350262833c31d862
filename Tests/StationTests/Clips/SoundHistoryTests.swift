import AllocationCounter
import AudioIO
import EventDetection
import TestSupport
import Testing

@testable import Station

/// The last seconds of a stream.
@Suite struct SoundHistoryTests {
  private func range(_ start: Int64, _ end: Int64) -> SampleRange {
    SampleRange(start: start, end: end)
  }

  /// The sample at a position: each of 16 bits, none like its neighbours.
  private func sample(_ position: Int64) -> Int16 {
    Int16(truncatingIfNeeded: position &* 40_503 &+ 12_345)
  }

  private func samples(_ range: Range<Int64>) -> [Float] {
    range.map { Float(sample($0)) / 0x1p15 }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `what is extracted is what was appended, with silence where sound was lost`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let capacity = Int.random(in: 1...3_000, using: &random)
    var history = SoundHistory(capacity: capacity, isInteger16: seed.isMultiple(of: 2))
    var isLost: [Bool] = []
    for _ in 0..<60 {
      let count = Int64.random(in: 1...900, using: &random)
      let start = history.end
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        history.lose(count)
        isLost += Array(repeating: true, count: Int(count))
      case 1:
        // The next samples say by their position that some were lost.
        let skipped = Int64.random(in: 0...50, using: &random)
        history.append(
          samples(start + skipped..<start + skipped + count).span, at: start + skipped)
        isLost += Array(repeating: true, count: Int(skipped))
        isLost += Array(repeating: false, count: Int(count))
      default:
        history.append(samples(start..<start + count).span, at: start)
        isLost += Array(repeating: false, count: Int(count))
      }
      #expect(history.end == isLost.count && history.range.count <= capacity, "seed \(seed)")
      guard history.range.count > 0 else { continue }
      let first = Int64.random(in: history.range.start..<history.range.end, using: &random)
      let last = Int64.random(in: first..<history.range.end, using: &random) + 1
      guard case .sound(let found, let lost) = history.extract(range(first, last)) else {
        Issue.record("\(first)..<\(last) is held, seed \(seed)")
        continue
      }
      let expected = (first..<last).map { isLost[Int($0)] ? 0 : sample($0) }
      if seed.isMultiple(of: 2) {
        #expect(found == .integer16(expected), "seed \(seed)")
      } else {
        #expect(found == .float(expected.map { Float($0) / 0x1p15 }), "seed \(seed)")
      }
      #expect(
        (first..<last).filter { position in lost.contains { $0.contains(position) } }
          == (first..<last).filter { isLost[Int($0)] }, "seed \(seed)")
    }
  }

  @Test func `what is missing is said`() {
    var history = SoundHistory(capacity: 100, isInteger16: true)
    #expect(history.extract(range(0, 10)) == .missing(gone: 0, toCome: 10))
    history.append(samples(0..<250).span, at: 0)
    #expect(history.range == range(150, 250))
    #expect(history.extract(range(149, 200)) == .missing(gone: 1, toCome: 0))
    #expect(history.extract(range(200, 253)) == .missing(gone: 0, toCome: 3))
    #expect(history.extract(range(100, 300)) == .missing(gone: 50, toCome: 50))
    #expect(history.extract(range(0, 20)) == .missing(gone: 20, toCome: 0))
    #expect(history.extract(range(260, 270)) == .missing(gone: 0, toCome: 10))
  }

  @Test func `16-bit samples beyond full scale, and what is no number`() {
    var history = SoundHistory(capacity: 10, isInteger16: true)
    history.append(([1, -1, 1.5, -7, .nan, 0.5] as [Float]).span, at: 0)
    #expect(
      history.extract(range(0, 6))
        == .sound(.integer16([.max, .min, .max, .min, 0, 16_384]), lost: []))
  }

  @Test func `losses that would be too many become one, never none`() {
    var history = SoundHistory(capacity: 10_000, isInteger16: true)
    for _ in 0..<1_000 {
      history.append(([0.5] as [Float]).span, at: history.end)
      history.lose(1)
    }
    guard case .sound(_, let lost) = history.extract(history.range) else {
      Issue.record("all is held")
      return
    }
    #expect(lost.count == SoundHistory.mostLosses)
    for position in stride(from: 1 as Int64, to: 2_000, by: 2) {
      #expect(lost.contains { $0.contains(position) })
    }
  }

  @Test(
    .enabled(if: counts_allocations(), "a sanitizer has the allocator"), arguments: [true, false])
  func `appending allocates nothing`(isInteger16: Bool) {
    var history = SoundHistory(capacity: 5_000, isInteger16: isInteger16)
    let block = samples(0..<700)
    let before = allocation_count()
    for _ in 0..<100 {
      history.append(block.span, at: history.end)
      history.lose(100)
    }
    #expect(allocation_count() == before)
  }
}

extension SampleRange {
  fileprivate func contains(_ position: Int64) -> Bool { start <= position && position < end }
}
