import AudioIO
import Foundation
import TestSupport
import Testing

@Suite struct ResamplerTests {
  private static let rates: [(Int, Int)] = [
    (48_000, 16_000), (44_100, 48_000), (384_000, 48_000), (312_500, 48_000), (8000, 48_000),
    (22_050, 16_000), (44_056, 48_000), (48_000, 47_999), (96_000, 24_000), (250_000, 24_000),
  ]

  /// Resamples `input`, pushed in blocks of the sizes that `block` gives.
  private func resample(
    _ resampler: inout Resampler, _ input: [Float], block: () -> Int = { 65_536 }
  ) throws -> [Float] {
    var output: [Float] = []
    func take(_ part: Span<Float>) { for index in part.indices { output.append(part[index]) } }
    var start = 0
    while start < input.count {
      let end = min(start + block(), input.count)
      try resampler.process(input.span.extracting(start..<end), take)
      start = end
    }
    #expect(resampler.inputCount == Int64(input.count))
    #expect(resampler.outputCount == Int64(output.count))
    try resampler.finish(take)
    #expect(resampler.inputCount == 0 && resampler.outputCount == 0)
    return output
  }

  private func resample(from: Int, to: Int, _ input: [Float]) throws -> [Float] {
    var resampler = try Resampler(from: from, to: to)
    return try resample(&resampler, input)
  }

  @Test(arguments: rates)
  func `every length of input makes its exact number of samples`(from: Int, to: Int) throws {
    var resampler = try Resampler(from: from, to: to)
    let ratio = RateRatio(from: from, to: to)
    for count in [0, 1, 2, 3, 5, 17, 100, 999, 4095, 4096, 4097, 10_000, 65_537] {
      let output = try resample(&resampler, [Float](repeating: 0.5, count: count))
      #expect(output.count == Int(ratio.ceilOutput(ofInput: Int64(count))), "\(count) samples")
    }
  }

  @Test(arguments: rates)
  func `blocks of any size, and a second stream, give the same bytes`(from: Int, to: Int) throws {
    let input = testTones(frames: 150_000, rate: from, seed: UInt64(from))
    let whole = try resample(from: from, to: to, input)
    var resampler = try Resampler(from: from, to: to)
    for seed in 1...4 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      // Sizes of all magnitudes from 1 to 65,536.
      let output = try resample(&resampler, input) {
        Int.random(in: 1...(1 << Int.random(in: 0...16, using: &random)), using: &random)
      }
      #expect(output == whole, "seed \(seed)")
    }
    let bySample = try resample(&resampler, Array(input.prefix(5000))) { 1 }
    #expect(bySample == (try resample(from: from, to: to, Array(input.prefix(5000)))))
  }

  @Test func `equal rates change nothing`() throws {
    let input = testTones(frames: 10_000, rate: 48_000)
    #expect(try resample(from: 48_000, to: 48_000, input) == input)
    #expect(try resample(from: 44_100, to: 44_100, []) == [])
  }

  @Test(arguments: rates)
  func `a click stays where it was`(from: Int, to: Int) throws {
    let input = (0..<from).map { $0 == from / 2 ? Float(1) : 0 }
    let output = try resample(from: from, to: to, input)
    // The centre of gravity of the filter's answer.
    let place = Double(from / 2) * Double(to) / Double(from)
    let near = (Int(place) - 400...Int(place) + 400).filter { output.indices.contains($0) }
    let weight = near.reduce(0.0) { $0 + Double(output[$1]) }
    let centre = near.reduce(0.0) { $0 + Double($1) * Double(output[$1]) } / weight
    #expect(abs(centre - place) < 0.1)
    let peak = output.indices.max { output[$0] < output[$1] } ?? 0
    #expect(abs(Double(peak) - place) <= 0.5 + 1e-9)
  }

  @Test(arguments: [(48_000, 16_000), (384_000, 48_000), (44_100, 48_000), (22_050, 24_000)])
  func `tones below the corner pass unchanged, and those above are gone`(
    from: Int, to: Int
  ) throws {
    let nyquist = Double(min(from, to)) / 2
    func tone(_ frequency: Double, rate: Int) -> [Float] {
      (0..<rate / 2).map { Float(0.5 * sin(2 * .pi * frequency * Double($0) / Double(rate))) }
    }
    for share in [0.01, 0.3, 0.6, 0.85] {
      let output = try resample(from: from, to: to, tone(share * nyquist, rate: from))
      let inner = 2000..<output.count - 2000
      let error = largestDifference(output[inner], tone(share * nyquist, rate: to)[inner])
      // Near the corner soxr loses up to 0.007 dB.
      #expect(error < (share < 0.7 ? 1e-6 : 3e-4), "\(share) of Nyquist")
    }
    guard from > to else { return }
    for share in [1.1, 1.5, 1.9] {
      let output = try resample(from: from, to: to, tone(share * nyquist, rate: from))
      let inner = 2000..<output.count - 2000
      // 110 dB below the tone's amplitude.
      #expect(output[inner].allSatisfy { $0.magnitude < 0.5 * 3.2e-6 }, "\(share) of Nyquist")
    }
  }

  /// Rates without a common divisor are the hard case: soxr cannot follow them by whole steps.
  @Test(arguments: [(44_056, 48_000), (47_999, 16_000)])
  func `clicks of ten minutes stay where they were`(from: Int, to: Int) throws {
    try checkClicks(from: from, to: to, seconds: 600, every: 30)
  }

  @Test(.slow)
  func `clicks of a day stay where they were`() throws {
    try checkClicks(from: 44_056, to: 48_000, seconds: 86_400, every: 3600)
    try checkClicks(from: 312_500, to: 48_000, seconds: 86_400, every: 3600)
  }

  /// Streams silence with a click at the beginning of each period, and compares the samples round
  /// each with those of a click resampled alone.
  private func checkClicks(from: Int, to: Int, seconds: Int, every period: Int) throws {
    var resampler = try Resampler(from: from, to: to)
    let ratio = resampler.ratio
    var position: Int64 = 0
    var around: [Int64: [Float]] = [:]
    let clicks = stride(from: period, to: seconds, by: period).map { Int64($0) * Int64(from) + 7 }
    func take(_ part: Span<Float>) {
      for click in clicks {
        let place = ratio.floorOutput(ofInput: click)
        let first = max(place - 50, position)
        let last = min(place + 50, position + Int64(part.count) - 1)
        guard first <= last else { continue }
        around[click, default: []] += (first...last).map { part[Int($0 - position)] }
      }
      position += Int64(part.count)
    }
    var block = [Float](repeating: 0, count: from)
    for second in 0..<seconds {
      let isClick = second > 0 && second.isMultiple(of: period)
      block[7] = isClick ? 1 : 0
      try resampler.process(block.span, take)
    }
    try resampler.finish(take)
    #expect(position == Int64(seconds) * Int64(to))
    #expect(around.count == clicks.count)
    for click in clicks {
      // The click's distance to the output sample before it, made anew near the beginning.
      let phase = (Int128(click) * Int128(to)) % Int128(from)
      let place = ratio.floorOutput(ofInput: click)
      let alone = try #require(try Self.click(from: from, to: to, phase: phase))
      let error = largestDifference(around[click] ?? [], alone)
      #expect(around[click]?.count == 101 && error < 2e-6, "click at \(click), \(place)")
    }
  }

  /// The 101 output samples round a click that lies `phase / from` output samples after one.
  private static func click(from: Int, to: Int, phase: Int128) throws -> [Float]? {
    guard
      let early = (20_000..<20_000 + from).first(where: {
        (Int128($0) * Int128(to)) % Int128(from) == phase
      })
    else { return nil }
    var resampler = try Resampler(from: from, to: to)
    var output: [Float] = []
    func take(_ part: Span<Float>) { for index in part.indices { output.append(part[index]) } }
    let input = (0..<early + 20_000).map { $0 == early ? Float(1) : 0 }
    try resampler.process(input.span, take)
    try resampler.finish(take)
    let place = Int(resampler.ratio.floorOutput(ofInput: Int64(early)))
    return Array(output[place - 50...place + 50])
  }

  @Test func `rates that are none are refused`() {
    for (from, to) in [(0, 48_000), (48_000, 0), (-1, 16_000)] {
      let error = AudioError.cannotResample(from: from, to: to, reason: "a rate must be above 0")
      #expect(throws: error) { _ = try Resampler(from: from, to: to) }
    }
  }

  private struct Golden: Decodable {
    let from: Int
    let to: Int
    let input: [Float]
    let output: [Float]
  }

  @Test func `the samples are those of soxr in Python`() throws {
    let url = SharedData.repository.appending(path: "Tests/Golden/resampler/cases.json")
    let cases = try JSONDecoder().decode([Golden].self, from: Data(contentsOf: url))
    #expect(cases.count == 4)
    for golden in cases {
      let output = try resample(from: golden.from, to: golden.to, golden.input)
      // Python's stream ends a sample earlier where soxr rounds the length down.
      #expect((golden.output.count...golden.output.count + 1).contains(output.count))
      #expect(largestDifference(output, golden.output) < 1e-6, "\(golden.from) to \(golden.to)")
    }
  }
}

/// Whether the tests that take minutes run too.
