import Foundation
import TestSupport
import Testing

@testable import AudioFeatures

@Suite struct SpectralTests {
  @Test(arguments: [2, 16, 34, 400, 1000, 2048])
  func `the transform is the Fourier sum`(length: Int) {
    var random = SplitMix64(seed: UInt64(length))
    let samples = (0..<length).map { _ in Float.random(in: -1...1, using: &random) }
    let transform = RealFourierTransform(length: length)
    let input = AlignedFloats(count: length)
    let spectrum = AlignedFloats(count: 2 * transform.bins)
    for i in 0..<length { unsafe input.base[i] = samples[i] }
    transform.execute(input, into: spectrum)
    for bin in stride(from: 0, to: transform.bins, by: max(1, length / 40)) {
      var real = 0.0
      var imaginary = 0.0
      for (i, sample) in samples.enumerated() {
        let angle = 2 * Double.pi * Double(bin * i % length) / Double(length)
        real += Double(sample) * cos(angle)
        imaginary -= Double(sample) * sin(angle)
      }
      let close = 1e-6 * Double(length).squareRoot() * 4
      #expect(unsafe abs(Double(spectrum.base[2 * bin]) - real) < close, "bin \(bin)")
      #expect(unsafe abs(Double(spectrum.base[2 * bin + 1]) - imaginary) < close, "bin \(bin)")
    }
  }

  @Test(arguments: [(WindowFunction.hann, 0.5, 0.0), (.hamming, 0.54, 0.08)])
  func `windows are periodic`(window: WindowFunction, mean: Double, first: Float) {
    for count in [16, 401, 1024] {
      let weights = window.weights(count: count)
      #expect(abs(weights[0] - first) < 1e-7)
      // Of a whole period the cosines cancel; of scipy's symmetric windows they do not.
      let sum = weights.reduce(0.0) { $0 + Double($1) }
      #expect(abs(sum / Double(count) - mean) < 1e-7, "\(count)")
      for i in 1..<count { #expect(weights[i] == weights[count - i], "\(i) of \(count)") }
    }
  }

  @Test func `mel scales have their published points`() {
    #expect(MelScale.slaney.mel(hertz: 1000) == 15)
    #expect(abs(MelScale.slaney.mel(hertz: 6400) - 42) < 1e-12)
    #expect(abs(MelScale.htk.mel(hertz: 1000) - 999.9855) < 1e-4)
    for scale in MelScale.allCases {
      for hertz in stride(from: 0.0, through: 24_000, by: 50) {
        #expect(abs(scale.hertz(mel: scale.mel(hertz: hertz)) - hertz) < 1e-9 * max(1, hertz))
      }
    }
  }

  @Test(arguments: MelScale.allCases)
  func `triangles share their edges: between the outermost centres they sum to one`(
    scale: MelScale
  ) throws {
    let bank = try MelFilterBank(
      sampleRate: 16_000, fftLength: 2048,
      mel: FrontEndSettings.Mel(bands: 40, lowest: 60, highest: 7800, scale: scale, norm: .none))
    let matrix = bank.matrix
    #expect(matrix.count == 40 * 1025)
    for bin in 0..<bank.bins {
      let hertz = Double(bin) * 16_000 / 2048
      let sum = (0..<40).reduce(Float(0)) { $0 + matrix[$1 * bank.bins + bin] }
      if hertz >= bank.centres[0], hertz <= bank.centres[39] {
        #expect(abs(sum - 1) < 1e-6, "\(hertz) Hz")
      } else {
        #expect(sum < 1, "\(hertz) Hz")
      }
    }
  }

  @Test(arguments: MelScale.allCases)
  func `Slaney's norm gives each band area one`(scale: MelScale) throws {
    let bank = try MelFilterBank(
      sampleRate: 16_000, fftLength: 16_384,
      mel: FrontEndSettings.Mel(bands: 30, lowest: 60, highest: 7800, scale: scale, norm: .slaney))
    let matrix = bank.matrix
    for band in 0..<30 {
      let area = matrix[band * bank.bins..<(band + 1) * bank.bins].reduce(0, +) * 16_000 / 16_384
      #expect(abs(area - 1) < 2e-3, "band \(band)")
    }
  }

  /// The loudest sound that counts, and the quietest, through the most sensitive settings.
  @Test func `no sound gives a number that is not finite`() throws {
    var random = SplitMix64(seed: 9)
    let sounds = [65_536, 1, 1e-20, 1e-38, 0].map { (level: Float) in
      (0..<3000).map { _ in Float.random(in: -1...1, using: &random) * level }
    }
    let burst = (0..<3000).map { Float($0 == 1500 ? 65_536 : 0) }
    for var settings in TestSettings.kinds + [TestSettings.small(compression: .log(offset: 1e-30))]
    {
      for start in Compression.PCEN.Start.allCases {
        if case .pcen(var pcen) = settings.compression {
          pcen.start = start
          pcen.eps = 1e-15
          pcen.gain = 1
          pcen.bias = 1e-6
          pcen.inputScale = 4_294_967_296
          settings.compression = .pcen(pcen)
        }
        for sound in sounds + [burst] {
          let spectrogram = try MelSpectrogram(of: sound.span, settings: settings)
          let values = spectrogram.compressed
          #expect(values.count == 20 * 28)
          #expect(values.allSatisfy { $0.isFinite }, "\(settings.compression)")
        }
      }
    }
  }

  @Test func `a spectrogram has the columns of its whole frames, and their times`() throws {
    let settings = TestSettings.small()
    for (samples, columns) in [(0, 0), (255, 0), (256, 1), (355, 1), (356, 2), (1356, 12)] {
      let sound = [Float](repeating: 0.5, count: samples)
      let spectrogram = try MelSpectrogram(of: sound.span, settings: settings)
      #expect(spectrogram.columns == columns, "\(samples) samples")
      #expect(spectrogram.power.count == columns * 20)
      #expect(spectrogram.compressed.count == columns * 20)
    }
    let spectrogram = try MelSpectrogram(
      of: [Float](repeating: 0, count: 1356).span, settings: settings)
    #expect(spectrogram.seconds(ofColumn: 3) == (300.0 + 128) / 8000)
    #expect(spectrogram.centres == spectrogram.centres.sorted())
  }
}
