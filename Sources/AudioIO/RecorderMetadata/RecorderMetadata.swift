/// What a recorder says of a recording: when and where it was made, with what, and how.
///
/// Read from the file's own header, its name and its times: ``read(from:timeZone:)``. Each value
/// comes from the first source that has it, in this order: GUANO chunk, WAMD chunk, the recorder's
/// comment (AudioMoth's sentence, Frontier Labs' tags), the file's name; and for the start, if no
/// source has it, the file's modification time minus its duration. Position, elevation and their
/// accuracy come from one source together, since some sources lose a sign.
///
/// Values are as the recorder wrote them, converted to the units in their names. Nothing is
/// guaranteed of them but that numbers are finite and positions lie on the Earth.
public struct RecorderMetadata: Sendable, Hashable, Codable {
  /// When the first sample sounded, and how that is known.
  public var start: RecordingStart?

  /// Maker of the recorder: "Open Acoustic Devices".
  public var make: String?
  /// "AudioMoth", "SM4".
  public var model: String?
  /// The recorder's own number, as it writes it: an AudioMoth's 16 hexadecimal digits, "S4A01234".
  public var serial: String?
  /// Version of its software, in its own words.
  public var firmware: String?
  /// Version of its board, in its own words; only a GUANO chunk has it.
  public var hardware: String?
  /// The number given to an AudioMoth's deployment in place of its own.
  public var deploymentID: String?
  /// The name that its user gave the recorder: a Song Meter's prefix.
  public var stationName: String?

  /// Where the recorder was.
  public var position: Position?
  /// How the recorder knows its position: "GPS", "Acoustic chime", "Configuration app".
  public var locationSource: String?

  /// In the recorder's own words: "medium", "setting 2", "20 dB".
  public var gain: String?
  /// Name or type of the microphone, in the recorder's words.
  public var microphone: String?
  /// `true` where an AudioMoth says that it listened by a microphone plugged into it. Never `false`:
  /// others do not say.
  public var hasExternalMicrophone: Bool?
  /// Volts.
  public var batteryVolts: Double?
  /// Whether the battery's voltage is only known to lie below or above ``batteryVolts``.
  public var batteryBound: Bound?
  /// Inside the recorder's case.
  public var internalTemperatureCelsius: Double?
  /// Outside the recorder's case.
  public var externalTemperatureCelsius: Double?
  /// Relative humidity, 0 to 100.
  public var humidityPercent: Double?

  /// Corner of the recorder's high-pass filter, Hz.
  public var highPassHertz: Double?
  /// Corner of the recorder's low-pass filter, Hz.
  public var lowPassHertz: Double?
  /// What made the recorder record, if it waits for something.
  public var trigger: Trigger?
  /// Whether the file is marked as begun by a trigger.
  public var isTriggered: Bool?
  /// Why recording stopped before its time, in the recorder's words: "low voltage".
  public var stopReason: String?

  /// Duration as the recorder wrote it, s; it describes the original, not what was cut from it.
  public var lengthSeconds: Double?
  /// Rate at which the microphone was sampled, Hz: with ``timeExpansion``, higher than the file's.
  public var recordedSampleRate: Double?
  /// How many times slower the file plays than it was recorded.
  public var timeExpansion: Double?
  /// The file's name when it was recorded, whatever it is called now.
  public var originalFileName: String?

  /// The recorder's comment, whole.
  public var comment: String?
  /// Free text about the recording; may have several lines.
  public var note: String?
  /// Words that the recording was tagged with, in their order.
  public var tags: [String]?
  /// What the recorder or later software took the sound for.
  public var speciesAutoID: String?
  /// What a person took the sound for.
  public var speciesManualID: String?

  /// What else the header holds, by its own keys: GUANO fields ("WA|Song Meter|Prefix"), WAMD
  /// entries ("WAMD|Light") and tags ("Tag|SdCardCid").
  public var otherFields: [String: String] = [:]

  /// Of a recording that tells nothing.
  public init() {}

  /// Degrees north, WGS84.
  public var latitude: Double? { position?.latitude }
  /// Degrees east, WGS84.
  public var longitude: Double? { position?.longitude }
  /// Outside the case if that was measured, else inside.
  public var temperatureCelsius: Double? {
    externalTemperatureCelsius ?? internalTemperatureCelsius
  }

  /// On which side of what can be measured a value lies.
  public enum Bound: String, Sendable, Hashable, Codable {
    case below, above
  }

  /// Where the recorder stood.
  public struct Position: Sendable, Hashable, Codable {
    /// Degrees north, WGS84, −90 to 90.
    public var latitude: Double
    /// Degrees east, WGS84, −180 to 180.
    public var longitude: Double
    /// Metres above sea level.
    public var elevationMetres: Double?
    /// One standard deviation, metres.
    public var accuracyMetres: Double?

    /// - Returns: `nil` for a place that is none, and for latitude 0, longitude 0, which recorders
    ///   without a fix write.
    public init?(latitude: Double, longitude: Double) {
      guard (-90...90).contains(latitude), (-180...180).contains(longitude),
        latitude != 0 || longitude != 0
      else { return nil }
      self.latitude = latitude
      self.longitude = longitude
    }
  }

  /// What sound must do to be recorded.
  public struct Trigger: Sendable, Hashable, Codable {
    /// How loud it must be.
    public enum Threshold: Sendable, Hashable, Codable {
      /// Of full scale.
      case percent(Double)
      /// Below full scale: negative.
      case decibels(Double)
      /// Of a 16-bit sample.
      case level(Int)
    }

    /// What starts a recording when it is reached.
    public var threshold: Threshold
    /// The frequency listened to, Hz; `nil` if it is the amplitude that triggers.
    public var centreHertz: Double?
    /// Samples over which the frequency is measured.
    public var windowLength: Int?
    /// How long a recording is at the least.
    public var minimumSeconds: Double?

    /// A trigger whose other terms are not known, unless they are given.
    public init(
      threshold: Threshold, centreHertz: Double? = nil, windowLength: Int? = nil,
      minimumSeconds: Double? = nil
    ) {
      self.threshold = threshold
      self.centreHertz = centreHertz
      self.windowLength = windowLength
      self.minimumSeconds = minimumSeconds
    }
  }
}
