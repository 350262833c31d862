public import EventDetection

/// One distinct content of a sound file, wherever it lies.
public struct RecordingDescription: Hashable, Sendable {
  /// SHA-256 of the file in lower-case hexadecimal.
  public var sha256: String
  public var bytes: Int64
  /// Hz.
  public var sampleRate: Int
  public var channels: Int
  /// Samples a channel.
  public var frames: Int64
  /// Make and model.
  public var device: String?
  public var serial: String?
  public var firmware: String?
  public var gain: String?
  public var batteryVolts: Double?
  public var temperatureCelsius: Double?
  /// Root mean square of the samples, decibels relative to full scale.
  public var level: Double?
  /// Share of samples at full scale, 0…1.
  public var clippedShare: Double?
  /// Share of samples that are exactly zero, 0…1.
  public var zeroShare: Double?
  public var deployment: Deployment?
  /// Empty if nothing tells when it was recorded.
  public var anchors: [TimeAnchor]
  /// Sound that no analysis can have: truncated, undecodable.
  public var gaps: [Gap]

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
