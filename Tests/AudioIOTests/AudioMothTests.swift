import AudioIO
import TestSupport
import Testing

/// AudioMoth's comment in its wordings from firmware 1.0 to 1.11, and its GUANO settings.
@Suite struct AudioMothTests {
  private func parse(_ comment: String, artist: String? = nil) -> RecorderMetadata {
    let entries = [("ICMT", comment)] + (artist.map { [("IART", $0)] } ?? [])
    let bytes = RiffBytes.wave(before: [("LIST", RiffBytes.info(entries))])
    return RecorderMetadata.parse(header: bytes, fileName: "x.wav", timeZone: nil)
  }

  private static let id = "24E144055E080032"
  /// 2024-09-03 19:31:30 UTC, microseconds.
  private static let stamp: Int64 = 1_725_391_890_000_000

  @Test(arguments: [
    ("", 0), (" (UTC)", 0), (" (UTC+1)", 60), (" (UTC-3)", -180), (" (UTC+13)", 780),
    (" (UTC+5:30)", 330), (" (UTC-9:30)", -570), (" (UTC+0:30)", 30), (" (UTC-0:30)", -30),
    (" (UTC+5:45)", 345), (" (UTC+10)", 600),
  ])
  func `the time of recording is in the zone that is given`(zone: String, minutes: Int) throws {
    let metadata = parse(
      "Recorded at 19:31:30 03/09/2024\(zone) by AudioMoth \(Self.id) at gain setting 2 while "
        + "battery state was 4.3V")
    let start = try #require(metadata.start)
    #expect(start.utcMicroseconds == Self.stamp - Int64(minutes) * 60_000_000)
    #expect(start.utcOffsetMinutes == minutes)
    #expect(start.source == .comment && start.zone == .recorder)
  }

  @Test(
    arguments: [
      ("at gain setting 2 while battery state was 4.3V", "setting 2", 4.3, nil, nil),
      ("at gain setting 0 while battery state was 3.6V.", "setting 0", 3.6, nil, nil),
      ("at gain setting 4 while battery state was < 3.6V", "setting 4", 3.6, .below, nil),
      ("at gain setting 4 while battery state was > 4.9V", "setting 4", 4.9, .above, nil),
      ("at gain setting 3 while battery state was less than 3.6V.", "setting 3", 3.6, .below, nil),
      (
        "at medium gain setting while battery state was 4.1V and temperature was 21.5C.", "medium",
        4.1, nil, 21.5
      ),
      (
        "at low-medium gain while battery was less than 2.5V and temperature was -5.0C.",
        "low-medium", 2.5, .below, -5
      ),
      (
        "at medium-high gain while battery was greater than 4.9V and temperature was 0.0C.",
        "medium-high", 4.9, .above, 0
      ),
      ("at high gain while battery was 3.8V and temperature was 32.6C.", "high", 3.8, nil, 32.6),
      (
        "using external microphone at low gain while battery was 3.8V and temperature was -0.4C.",
        "low", 3.8, nil, -0.4
      ),
    ] as [(String, String, Double, RecorderMetadata.Bound?, Double?)])
  func `gain, battery and temperature are found in every wording`(
    words: String, gain: String, volts: Double, bound: RecorderMetadata.Bound?, celsius: Double?
  ) {
    let metadata = parse("Recorded at 19:31:30 03/09/2024 (UTC) by AudioMoth \(Self.id) \(words)")
    #expect(metadata.make == "Open Acoustic Devices" && metadata.model == "AudioMoth")
    #expect(metadata.serial == Self.id && metadata.gain == gain)
    #expect(metadata.batteryVolts == volts && metadata.batteryBound == bound)
    #expect(metadata.temperatureCelsius == celsius)
    #expect(metadata.internalTemperatureCelsius == celsius)
    #expect(metadata.hasExternalMicrophone == (words.contains("external") ? true : nil))
  }

  private typealias Trigger = RecorderMetadata.Trigger

  @Test(
    arguments: [
      ("", nil, nil, nil),
      ("High-pass filter with frequency of 15.0kHz applied.", 15_000, nil, nil),
      ("Low-pass filter with frequency of 2.5kHz applied.", nil, 2500, nil),
      ("Band-pass filter with frequencies of 1.0kHz and 20.0kHz applied.", 1000, 20_000, nil),
      ("High-pass filter applied with cut-off frequency of 8.0kHz.", 8000, nil, nil),
      ("Low-pass filter applied with cut-off frequency of 12.4kHz.", nil, 12_400, nil),
      (
        "Band-pass filter applied with cut-off frequencies of 0.2kHz and 9.9kHz.", 200, 9900, nil
      ),
      ("Amplitude threshold was 512.", nil, nil, Trigger(threshold: .level(512))),
      (
        "Amplitude threshold was 512. Band-pass filter applied with cut-off frequencies of 1.0kHz "
          + "and 2.0kHz.", 1000, 2000, Trigger(threshold: .level(512))
      ),
      (
        "Amplitude threshold was 1024 with 10s minimum trigger duration.", nil, nil,
        Trigger(threshold: .level(1024), minimumSeconds: 10)
      ),
      (
        "High-pass filter with frequency of 15.0kHz applied. Amplitude threshold was 4% with 5s "
          + "minimum trigger duration.", 15_000, nil,
        Trigger(threshold: .percent(4), minimumSeconds: 5)
      ),
      (
        "Amplitude threshold was 0.0025% with 0s minimum trigger duration.", nil, nil,
        Trigger(threshold: .percent(0.0025), minimumSeconds: 0)
      ),
      (
        "Amplitude threshold was -40 dB with 60s minimum trigger duration.", nil, nil,
        Trigger(threshold: .decibels(-40), minimumSeconds: 60)
      ),
      (
        "Frequency trigger (8.0kHz and window length of 256 samples) threshold was 1.5% with 2s "
          + "minimum trigger duration.", nil, nil,
        Trigger(
          threshold: .percent(1.5), centreHertz: 8000, windowLength: 256, minimumSeconds: 2)
      ),
      (
        "Frequency trigger (38.4kHz and window length of 16 samples) threshold was 20% with 1s "
          + "minimum trigger duration. High-pass filter with frequency of 30.0kHz applied.", 30_000,
        nil,
        Trigger(
          threshold: .percent(20), centreHertz: 38_400, windowLength: 16, minimumSeconds: 1)
      ),
    ] as [(String, Double?, Double?, Trigger?)])
  func `filters and triggers are found in every wording`(
    words: String, high: Double?, low: Double?, trigger: RecorderMetadata.Trigger?
  ) {
    let metadata = parse(
      "Recorded at 19:31:30 03/09/2024 (UTC) by AudioMoth \(Self.id) at medium gain while battery "
        + "was 4.3V and temperature was 18.7C. \(words)")
    #expect(metadata.highPassHertz == high && metadata.lowPassHertz == low)
    #expect(metadata.trigger == trigger)
    #expect(metadata.temperatureCelsius == 18.7)
  }

  @Test(arguments: [
    ("Recording cancelled before completion due to low battery voltage.", "low battery voltage"),
    (
      "Recording cancelled before completion due to change of switch position.",
      "change of switch position"
    ),
    ("Recording cancelled before completion due to file size limit.", "file size limit"),
    ("Recording stopped due to microphone change.", "microphone change"),
    ("Recording stopped due to switch position change.", "switch position change"),
    ("Recording stopped by magnetic switch.", "magnetic switch"),
    ("Recording stopped due to low voltage.", "low voltage"),
    ("Recording stopped due to SD card write error.", "SD card write error"),
    ("", nil),
  ])
  func `the reason for which recording stopped is kept`(words: String, reason: String?) {
    let metadata = parse(
      "Recorded at 19:31:30 03/09/2024 (UTC) by AudioMoth \(Self.id) at gain setting 2 while "
        + "battery state was 4.3V. \(words)")
    #expect(metadata.stopReason == reason)
  }

  @Test func `a deployment's number is not the recorder's`() {
    let metadata = parse(
      "Recorded at 19:31:30 03/09/2024 (UTC) during deployment 0123456789ABCDEF at medium gain "
        + "while battery was 4.3V and temperature was 18.7C.", artist: "AudioMoth \(Self.id)")
    #expect(metadata.deploymentID == "0123456789ABCDEF" && metadata.serial == Self.id)
    #expect(metadata.model == "AudioMoth" && metadata.gain == "medium")
  }

  @Test func `zeros behind a text do not matter`() {
    let comment =
      "Recorded at 19:31:30 03/09/2024 (UTC+1) by AudioMoth \(Self.id) at medium gain while "
      + "battery was 4.3V and temperature was 18.7C."
    let padded = parse(
      comment + String(repeating: "\0", count: 384 - comment.utf8.count),
      artist: "AudioMoth \(Self.id)\0\0\0\0\0\0")
    #expect(padded.comment == comment && padded.serial == Self.id)
    #expect(padded == parse(comment, artist: "AudioMoth \(Self.id)"))
  }

  @Test func `a comment wrapped in JSON is unwrapped, slashes escaped or not`() {
    let plain =
      "Recorded at 10:00:00 28/05/2024 (UTC) by AudioMoth \(Self.id) at medium gain while battery "
      + "was 3.8V and temperature was 12.8C."
    for slash in ["/", #"\/"#] {
      let inner = plain.replacing("/", with: slash)
      let metadata = parse(
        #"opso_metadata{"artist": "AudioMoth", "comment": "\#(inner)", "frames": 691200000}"#)
      var expected = parse(plain)
      expected.comment = metadata.comment
      #expect(metadata == expected && metadata.start != nil)
    }
    #expect(parse("{ not JSON } Recorded at 10:00:00 28/05/2024 (UTC) by").start != nil)
  }

  @Test(arguments: [
    "Recorded at NN:NN:NN by AudioMoth", "Recorded at 25:00:00 03/09/2024 (UTC) by AudioMoth",
    "Recorded at 10:00:00 31/02/2024 (UTC)", "Recorded at", "Recorded at 10:00", "hello",
  ])
  func `a time that is none is not made up`(comment: String) {
    let metadata = parse(comment)
    #expect(metadata.start == nil && metadata.comment == comment)
  }

  @Test func `the settings in the GUANO chunk are read`() {
    func settings(_ text: String) -> RecorderMetadata {
      let guano = "GUANO|Version:1.0\nOAD|Recording Settings:\(text)\nOAD|Battery Voltage:2.4"
      return RecorderMetadata.parse(
        header: RiffBytes.wave(after: [("guan", Array(guano.utf8))]), fileName: "",
        timeZone: nil)
    }
    let plain = settings("48000 GAIN 2")
    #expect(plain.gain == "medium" && plain.trigger == nil && plain.highPassHertz == nil)
    #expect(plain.batteryVolts == 2.4 && plain.otherFields.isEmpty)
    let amplitude = settings("250000 GAIN 4 HPF 15000 AMP 4% 5 LGR D48 ESM")
    #expect(amplitude.gain == "high" && amplitude.highPassHertz == 15_000)
    #expect(amplitude.trigger == Trigger(threshold: .percent(4), minimumSeconds: 5))
    let frequency = settings("96000 GAIN 0 FREQ 8000 256 0.5% 3 BPF 1000 20000")
    #expect(frequency.gain == "low" && frequency.highPassHertz == 1000)
    #expect(frequency.lowPassHertz == 20_000)
    #expect(
      frequency.trigger
        == Trigger(
          threshold: .percent(0.5), centreHertz: 8000, windowLength: 256, minimumSeconds: 3))
    #expect(settings("48000 GAIN 1 LPF 6000 AMP -40dB 1").trigger?.threshold == .decibels(-40))
    #expect(settings("48000 GAIN 9 AMP").gain == nil)
    #expect(settings("").gain == nil)
  }
}
