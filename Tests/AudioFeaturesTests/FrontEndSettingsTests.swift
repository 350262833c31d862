import AudioFeatures
import Foundation
import Testing

@Suite struct FrontEndSettingsTests {
  private static let json = """
    {
      "sampleRate": 24000, "frameLength": 1024, "fftLength": 1024, "hop": 600, "window": "hann",
      "mel": {"bands": 80, "lowest": 60, "highest": 11000, "scale": "slaney", "norm": "slaney"},
      "compression": {"log": {"offset": 1e-6}},
      "normalisation": {"fixed": {"mean": -8, "deviation": 4}},
      "image": {"columns": 80, "height": 80, "width": 80, "channels": 1, "fit": "crop",
                "lowestBand": "last"}
    }
    """

  private static let settings = FrontEndSettings(
    sampleRate: 24_000, frameLength: 1024, fftLength: 1024, hop: 600, window: .hann,
    mel: FrontEndSettings.Mel(
      bands: 80, lowest: 60, highest: 11_000, scale: .slaney, norm: .slaney),
    compression: .log(offset: 1e-6), normalisation: .fixed(mean: -8, deviation: 4),
    image: FrontEndSettings.Image(
      columns: 80, height: 80, width: 80, channels: 1, fit: .crop, lowestBand: .last))

  private func message(_ json: String) -> String {
    do throws(FrontEndError) {
      _ = try FrontEndSettings(json: Data(json.utf8))
      return "accepted"
    } catch {
      return error.description
    }
  }

  @Test func `JSON is read as it is documented`() throws {
    #expect(try FrontEndSettings(json: Data(Self.json.utf8)) == Self.settings)
    #expect(Self.settings.windowLength == 48_424)
  }

  @Test func `what is written is read again`() throws {
    let decibel = Compression.decibel(
      Compression.Decibel(reference: .power(0.5), amin: 1e-10, topRange: nil))
    for compression in [.log(offset: 0.1), TestSettings.decibel, TestSettings.pcen, decibel] {
      for normalisation: Normalisation in [
        .fixed(mean: 1, deviation: 2), .standard(smallestDeviation: 0.1), .peak(range: 9),
      ] {
        let settings = TestSettings.small(compression: compression, normalisation: normalisation)
        let json = try JSONEncoder().encode(settings)
        #expect(try FrontEndSettings(json: json) == settings)
      }
    }
  }

  @Test(arguments: [
    (
      #""hop": 600"#, #""hop": 600, "hopp": 1"#,
      "front end: there is no setting hopp. Known here: sampleRate, frameLength, fftLength, hop, "
        + "window, mel, compression, normalisation, image."
    ),
    (
      #""bands": 80"#, #""bands": 80, "power": 2"#,
      "front end: there is no setting mel.power. Known here: bands, lowest, highest, scale, norm."
    ),
    (
      #""offset": 1e-6"#, #""offset": 1e-6, "base": 10"#,
      "front end: there is no setting compression.log.base. Known here: offset."
    ),
    (
      #"{"log""#, #"{"logarithm""#,
      "front end: there is no setting compression.logarithm. Known here: log, decibel, pcen."
    ),
    (
      #"{"fixed""#, #"{"standard": {"smallestDeviation": 1}, "fixed""#,
      "front end: normalisation is 2 of fixed, standard, peak, but must be exactly one of them."
    ),
    (
      #""hop": 600,"#, "",
      "front end: the setting hop is missing. Every setting that changes a number is written out."
    ),
    (
      #""deviation": 4"#, #""deviation": "four""#,
      "front end: the setting normalisation.fixed.deviation cannot be read: it is not of type "
        + "Double."
    ),
    (
      #""columns": 80"#, #""columns": null"#,
      "front end: the setting image.columns cannot be read: it is null."
    ),
    (
      #""hop": 600"#, #""hop": 600.5"#,
      "front end: the setting hop cannot be read: 600.5 is not a whole number."
    ),
    (#""hop": 600"#, #""hop": 1025"#, "front end: hop is 1025, but must be from 1 to 1024."),
    (
      #""highest": 11000"#, #""highest": 50"#,
      "front end: mel.highest is 50.0, but must be above mel.lowest, 60.0."
    ),
    (
      #""height": 80"#, #""height": 81"#,
      "front end: image.height is 81, but must be at most mel.bands, 80, to crop; or resize."
    ),
    (
      #""channels": 1"#, #""channels": 2"#,
      "front end: image.channels is 2, but must be 1 or 3."
    ),
  ])
  func `what is wrong is named`(old: String, new: String, expected: String) {
    #expect(Self.json.contains(old))
    #expect(message(Self.json.replacing(old, with: new)) == expected)
  }

  @Test(arguments: [
    (#""window": "hann""#, #""window": "hannn""#, "the setting window cannot be read"),
    ("{", "", "not JSON"),
  ])
  func `what Foundation refuses is placed`(old: String, new: String, expected: String) {
    let broken = Self.json.replacing(old, with: new, maxReplacements: 1)
    #expect(message(broken).hasPrefix("front end: " + expected))
  }

  @Test func `a band without a bin is refused when the front end is made`() {
    var settings = Self.settings
    settings.frameLength = 256
    settings.fftLength = 256
    settings.hop = 256
    #expect {
      try FrontEnd(settings: settings, scale: 1, zeroPoint: 0)
    } throws: { error in
      guard case .emptyBand(1, let lower, let upper, let binWidth)? = error as? FrontEndError else {
        return false
      }
      return lower > 93.75 && upper < 2 * 93.75 && binWidth == 93.75
    }
  }

  @Test(
    arguments: [
      (0, 0), (-1, 0), (Float.nan, 0), (Float.infinity, 0), (0.1, -129), (0.1, 128),
    ] as [(Float, Int)])
  func `a quantization that no int8 tensor has is refused`(scale: Float, zeroPoint: Int) {
    #expect(throws: FrontEndError.self) {
      try FrontEnd(settings: Self.settings, scale: scale, zeroPoint: zeroPoint)
    }
  }

  /// Every number, far outside what it can be.
  @Test func `impossible numbers are refused, not a number among them`() {
    let changes: [(inout FrontEndSettings, Double) -> Void] = [
      { $0.sampleRate = Int($1.isNaN ? 0 : $1) },
      { $0.frameLength = Int($1.isNaN ? 0 : $1) },
      { $0.fftLength = Int($1.isNaN ? 1025 : $1) },
      { $0.hop = Int($1.isNaN ? 0 : $1) },
      { $0.mel.bands = Int($1.isNaN ? 0 : $1) },
      { $0.mel.lowest = $1 },
      { $0.mel.highest = $1 },
      { $0.image.columns = Int($1.isNaN ? 0 : $1) },
      { $0.image.height = Int($1.isNaN ? 0 : $1) },
      { $0.image.width = Int($1.isNaN ? 0 : $1) },
      { $0.compression = .log(offset: $1) },
      { settings, value in
        settings.compression = .decibel(
          Compression.Decibel(reference: .power(value), amin: 1e-10, topRange: nil))
      },
      { settings, value in
        settings.compression = .decibel(
          Compression.Decibel(reference: .maximum, amin: value, topRange: nil))
      },
      { settings, value in
        settings.compression = .decibel(
          Compression.Decibel(reference: .maximum, amin: 1e-10, topRange: value))
      },
      { $0.changePCEN(\.gain, to: $1) },
      { $0.changePCEN(\.bias, to: $1) },
      { $0.changePCEN(\.power, to: $1) },
      { $0.changePCEN(\.timeConstant, to: $1) },
      { $0.changePCEN(\.eps, to: $1) },
      { $0.changePCEN(\.inputScale, to: $1) },
      { $0.normalisation = .fixed(mean: $1, deviation: 1) },
      { $0.normalisation = .fixed(mean: 0, deviation: $1) },
      { $0.normalisation = .standard(smallestDeviation: $1) },
      { $0.normalisation = .peak(range: $1) },
    ]
    for (number, change) in changes.enumerated() {
      for value in [-1e12, 1e12, Double.nan] {
        var settings = TestSettings.small()
        change(&settings, value)
        #expect(throws: FrontEndError.self, "change \(number) to \(value)") {
          try FrontEnd(settings: settings, scale: 1, zeroPoint: 0)
        }
      }
    }
  }
}

extension FrontEndSettings {
  fileprivate mutating func changePCEN(
    _ constant: WritableKeyPath<Compression.PCEN, Double>, to value: Double
  ) {
    guard case .pcen(var pcen) = TestSettings.pcen else { return }
    pcen[keyPath: constant] = value
    compression = .pcen(pcen)
  }
}
