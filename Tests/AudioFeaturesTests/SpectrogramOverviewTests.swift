import AudioFeatures
import Foundation
import TestSupport
import Testing

@Suite struct SpectrogramOverviewTests {
  static let rates = [
    8_000, 12_000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000, 250_000, 384_000,
  ]

  /// Levels of samples with silence around them, `[columns, bands]`, fed in blocks of `block`.
  static func levels(
    of samples: [Float], sampleRate: Int, width: Int,
    spacing: SpectrogramOverview.Spacing = .mel, block: Int = 1000
  ) -> (levels: [[Float]], centres: [Double], secondsPerColumn: Double) {
    var overview = SpectrogramOverview(
      of: Int64(samples.count), sampleRate: sampleRate, width: width, spacing: spacing)
    let fed = [Float](repeating: 0, count: overview.lead) + samples
    for start in stride(from: 0, to: fed.count, by: block) {
      overview.process(fed.span.extracting(start..<min(start + block, fed.count)))
    }
    let (columns, centres) = (overview.columns, overview.centres)
    let secondsPerColumn = overview.secondsPerColumn
    let flat = overview.finish()
    let bands = SpectrogramOverview.bandCount
    let levels = (0..<columns).map { Array(flat[$0 * bands..<($0 + 1) * bands]) }
    return (levels, centres, secondsPerColumn)
  }

  @Test(arguments: rates, SpectrogramOverview.Spacing.allCases)
  func `a tone is loudest in the band with its frequency, in the columns in which it sounds`(
    sampleRate: Int, spacing: SpectrogramOverview.Spacing
  ) throws {
    let hertz = 0.22 * Double(sampleRate)
    let samples = (0..<sampleRate).map { index -> Float in
      let isHeard = (sampleRate / 4..<sampleRate / 2).contains(index)
      return isHeard ? Float(sin(2 * Double.pi * hertz * Double(index) / Double(sampleRate))) : 0
    }
    let overview = Self.levels(of: samples, sampleRate: sampleRate, width: 50, spacing: spacing)
    let nearest = try #require(
      overview.centres.indices.min {
        abs(overview.centres[$0] - hertz) < abs(overview.centres[$1] - hertz)
      })
    for (column, levels) in overview.levels.enumerated() {
      let start = Double(column) * overview.secondsPerColumn
      let end = start + overview.secondsPerColumn
      if start >= 0.27, end <= 0.48 {
        let loudest = try #require(levels.indices.max { levels[$0] < levels[$1] })
        #expect(abs(loudest - nearest) <= 1, "column \(column)")
      } else if end <= 0.22 || start >= 0.53 {
        #expect(levels.allSatisfy { $0 == -.infinity }, "column \(column)")
      }
    }
  }

  @Test(arguments: rates, SpectrogramOverview.Spacing.allCases)
  func `white noise has its density in every band`(
    sampleRate: Int, spacing: SpectrogramOverview.Spacing
  ) {
    var random = SplitMix64(seed: UInt64(sampleRate))
    // Uniform in ±1: a power of 1/3, spread over all frequencies up to half the rate.
    let samples = (0..<sampleRate * 2).map { _ in Float.random(in: -1...1, using: &random) }
    let expected = 10 * log10(2.0 / 3 / Double(sampleRate))
    let overview = Self.levels(
      of: samples, sampleRate: sampleRate, width: 100_000, spacing: spacing)
    // The first and the last few frames look into the silence around.
    let inner = overview.levels.dropFirst(8).dropLast(8)
    let means = (1..<SpectrogramOverview.bandCount - 1).map { band in
      10 * log10(inner.reduce(0) { $0 + pow(10, Double($1[band]) / 10) } / Double(inner.count))
    }
    #expect(means.allSatisfy { abs($0 - expected) < 3 })
    #expect(abs(means.reduce(0, +) / Double(means.count) - expected) < 0.2)
  }

  @Test func `blocks of any size give the same levels`() {
    let samples = TestScene.busy(rate: 22_050, seconds: 7, seed: 5).samples()
      .map { Float($0) / 32_768 }
    let whole = Self.levels(of: samples, sampleRate: 22_050, width: 300, block: samples.count * 2)
    for block in [1, 77, 4096] {
      let pieces = Self.levels(of: samples, sampleRate: 22_050, width: 300, block: block)
      #expect(pieces.levels == whole.levels, "blocks of \(block)")
    }
  }

  @Test func `sound of any length takes fewer columns than twice the width, and all its time`() {
    for sampleRate in Self.rates {
      for samples in [1, 100, 5_000, 100_000, 3_000_001, sampleRate * 86_400, sampleRate * 864_000]
      {
        for width in [1, 300, 1200] {
          let overview = SpectrogramOverview(
            of: Int64(samples), sampleRate: sampleRate, width: width)
          let seconds = Double(samples) / Double(sampleRate)
          let shown = Double(overview.columns) * overview.secondsPerColumn
          #expect(overview.columns >= 1 && overview.columns < 2 * width + 1)
          #expect(shown > seconds - 1e-6 && shown < seconds + overview.secondsPerColumn)
        }
      }
    }
  }

  @Test(arguments: [0, 1234, 200_000, 479_999])
  func `one sample in a minute of silence is seen in its column alone`(place: Int) throws {
    var samples = [Float](repeating: 0, count: 480_000)
    samples[place] = 1
    let overview = Self.levels(of: samples, sampleRate: 8000, width: 40)
    let loud = overview.levels.indices.filter { overview.levels[$0][100] > -100 }
    let column = Int(Double(place) / 8000 / overview.secondsPerColumn)
    // Its frames may reach into the column beside it.
    #expect(loud.contains(column) && loud.allSatisfy { abs($0 - column) <= 1 })
  }

  @Test func `sound that ends early is followed by silence`() {
    var overview = SpectrogramOverview(of: 80_000, sampleRate: 8000, width: 100)
    let tone = (0..<20_000).map { Float(sin(Double($0))) }
    overview.process(tone.span)
    let columns = overview.columns
    let levels = overview.finish()
    let quiet = levels.suffix(from: (columns / 4 + 2) * SpectrogramOverview.bandCount)
    #expect(quiet.allSatisfy { $0 == -.infinity })
    #expect(levels[10 * SpectrogramOverview.bandCount + 128] > -100)
  }
}
