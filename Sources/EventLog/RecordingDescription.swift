public import EventDetection

/// One distinct content of a sound file, wherever it lies.
public struct RecordingDescription: Hashable, Sendable {
  /// SHA-256 of the file in lower-case hexadecimal.
  public var sha256: String
  /// Size of the file.
  public var bytes: Int64
  /// Hz.
  public var sampleRate: Int
  /// Channels of the file, analysed or not.
  public var channels: Int
  /// Samples a channel.
  public var frames: Int64
  /// The recorder's make and model, as far as it tells them; `nil` for neither.
  public var device: String?
  /// The recorder's own number, as it writes it.
  public var serial: String?
  /// Version of the recorder's software, in its own words.
  public var firmware: String?
  /// In the recorder's own words: "medium", "20 dB".
  public var gain: String?
  /// The recorder's battery, as it wrote it down.
  public var batteryVolts: Double?
  /// Outside the recorder's case if that was measured, else inside.
  public var temperatureCelsius: Double?
  /// Root mean square of the samples, decibels relative to full scale.
  public var level: Double?
  /// Share of samples at full scale, 0…1.
  public var clippedShare: Double?
  /// Share of samples that are exactly zero, 0…1.
  public var zeroShare: Double?
  /// Where it was recorded; `nil` if neither recorder nor settings tell.
  public var deployment: Deployment?
  /// Empty if nothing tells when it was recorded.
  public var anchors: [TimeAnchor]
  /// Sound that no analysis can have: truncated, undecodable.
  public var gaps: [Gap]

  /// What is left out is not known.
  public init(
    sha256: String, bytes: Int64, sampleRate: Int, channels: Int, frames: Int64,
    device: String? = nil, serial: String? = nil, firmware: String? = nil, gain: String? = nil,
    batteryVolts: Double? = nil, temperatureCelsius: Double? = nil, level: Double? = nil,
    clippedShare: Double? = nil, zeroShare: Double? = nil, deployment: Deployment? = nil,
    anchors: [TimeAnchor] = [], gaps: [Gap] = []
  ) {
    self.sha256 = sha256
    self.bytes = bytes
    self.sampleRate = sampleRate
    self.channels = channels
    self.frames = frames
    self.device = device
    self.serial = serial
    self.firmware = firmware
    self.gain = gain
    self.batteryVolts = batteryVolts
    self.temperatureCelsius = temperatureCelsius
    self.level = level
    self.clippedShare = clippedShare
    self.zeroShare = zeroShare
    self.deployment = deployment
    self.anchors = anchors
    self.gaps = gaps
  }
}
