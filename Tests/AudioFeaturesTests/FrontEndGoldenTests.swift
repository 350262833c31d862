import NumpyFormat
import TestSupport
import Testing

@testable import AudioFeatures

/// Against librosa and numpy in float64.
@Suite struct FrontEndGoldenTests {
  @Test func `mel power is librosa's, to one part in ten thousand`() throws {
    let cases = try GoldenCases.read().power
    #expect(cases.map(\.name) == ["16k", "24k", "48k", "padded"])
    for golden in cases {
      let expected = try GoldenCases.array("power-\(golden.name)")
      let theirs = try #require(expected.floats)
      let ours = try MelSpectrogram(
        of: testSignal(seed: 1, count: golden.samples).span, settings: golden.settings)
      #expect([ours.columns, ours.bands] == expected.shape, "\(golden.name)")
      var compared = 0
      var worst: Float = 0
      for column in 0..<ours.columns {
        let range = column * ours.bands..<(column + 1) * ours.bands
        let loudest = theirs[range].max() ?? 0
        for i in range where theirs[i] >= loudest * 1e-6 {
          compared += 1
          let difference = abs(ours.power[i] - theirs[i])
          worst = max(worst, difference == 0 ? 0 : difference / theirs[i])
        }
      }
      #expect(worst <= 1e-4, "\(golden.name)")
      // The comparison is about most of the picture, not a few bins.
      #expect(compared * 10 >= theirs.count * 9, "\(golden.name): \(compared) of \(theirs.count)")
      print("mel power \(golden.name): \(compared) of \(theirs.count) bins, worst \(worst)")
    }
  }

  @Test func `log, decibel and PCEN are librosa's`() throws {
    let cases = try GoldenCases.read().compression
    #expect(cases.count == 6)
    for golden in cases {
      let theirs = try #require(try GoldenCases.array("compression-\(golden.name)").floats)
      let spectrogram = try MelSpectrogram(
        of: testSignal(seed: 1, count: golden.samples).span, settings: golden.settings)
      let ours = spectrogram.compressed
      #expect(ours.count == theirs.count, "\(golden.name)")
      let worst = zip(ours, theirs).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 1
      print("compression \(golden.name): worst \(worst)")
      #expect(worst <= 2e-5, "\(golden.name)")
    }
  }

  @Test func `images are numpy's, but for values at a rounding boundary`() throws {
    let cases = try GoldenCases.read().images
    #expect(cases.count == 4)
    for golden in cases {
      let image = try GoldenCases.array("image-\(golden.name)")
      let theirs = try #require(image.int8s)
      let steps = try #require(try GoldenCases.array("steps-\(golden.name)").floats)
      let frontEnd = try FrontEnd(
        settings: golden.settings, scale: golden.scale, zeroPoint: golden.zeroPoint)
      let ours = try frontEnd.images(
        of: testSignal(seed: 2, count: golden.samples).span, step: golden.step)
      #expect(ours.shape == image.shape, "\(golden.name)")
      try #require(ours.values.count == theirs.count)
      var different = 0
      var atBoundary = 0
      for i in theirs.indices where ours.values[i] != theirs[i] {
        different += 1
        let step = steps[i / golden.settings.image.channels]
        let toBoundary = abs(step - step.rounded(.down) - 0.5)
        if toBoundary <= 1e-3, abs(Int(ours.values[i]) - Int(theirs[i])) == 1 { atBoundary += 1 }
      }
      #expect(different == atBoundary, "\(golden.name)")
      print("image \(golden.name): \(different) of \(theirs.count) pixels differ by 1")
      // As rare as values that near a boundary are.
      #expect(different * 500 <= theirs.count, "\(golden.name): \(different) of \(theirs.count)")
    }
  }
}
