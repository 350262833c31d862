/// One input of a station: a microphone, or standard input.
public struct InputSettings: Sendable {
  /// What the log calls it.
  public let name: Setting<String>
  /// `usb:…`, `port:…`, `card:…`, a name of ALSA's, or `-` for standard input.
  public let device: Setting<String>
  /// Hz.
  public let rate: Setting<Int>
  /// `nil` for a device's best, and for 16 bits of standard input.
  public let format: Setting<InputFormat?>
  /// Samples of a frame.
  public let channels: Setting<Int>
  /// The channel that is heard; the first unless told otherwise.
  public let channel: Setting<InputChannel>
  /// Seconds without a sample after which the device is opened anew.
  public let stalledAfter: Setting<Double>
  /// Seconds of nothing but one value after which the device is opened anew.
  public let silentAfter: Setting<Double>
  /// Seconds of sound that may wait for a machine that is busy.
  public let backlog: Setting<Double>

  /// Of this input alone; not set if the station's model holds.
  public let model: Setting<String?>
  /// Seconds shared by neighbouring windows of this input; not set if the station's overlap holds.
  public let overlap: Setting<Double?>
  /// `nil` if the station's holds.
  public let detection: DetectionSettings?
  /// `nil` if the station's holds.
  public let speciesList: SpeciesListSettings?

  /// Whether it is a pipe, which delivers samples when it likes.
  public var isStandardInput: Bool { device.value == "-" }

  private init(
    _ reader: ConfigurationReader, _ section: ConfigurationReader.Section, folder: String
  ) {
    name = reader.required(
      "name", in: section, reason: "has no name; each input needs one, by which the log calls it")
    device = reader.setting(
      "device", in: section, expected: "a device, like usb:0d8c:0014, or -", default: "default",
      meaning: "default"
    ) { $0.text.isEmpty ? nil : $0.text }
    rate = reader.wholeNumber("rate", in: section, 1000...1_000_000, default: 48_000)
    format = reader.word("format", in: section, meaning: "the device's best")
    channels = reader.wholeNumber("channels", in: section, 1...64, default: 1)
    channel = reader.setting(
      "channel", in: section, expected: "the number of a channel, counted from 1, or mix",
      default: InputChannel.one(1), meaning: "1"
    ) { InputChannel($0.text) }
    stalledAfter = reader.time("stalled_after", in: section, 1...3600, default: "5 s")
    silentAfter = reader.time("silent_after", in: section, 1...86_400, default: "60 s")
    backlog = reader.time("backlog", in: section, 1...600, default: "20 s")

    model = reader.model(in: section, folder: folder, meaning: nil)
    overlap = reader.overlap(in: section, meaning: nil)
    // Read even where they are absent: their keys are known then.
    let ownDetection = reader.section("detection", in: section)
    let detection = DetectionSettings(reader, ownDetection)
    self.detection = ownDetection.entries.isEmpty ? nil : detection
    let ownList = reader.section("species_list", in: section)
    let speciesList = SpeciesListSettings(reader, ownList, folder: folder, meaning: nil)
    self.speciesList = ownList.entries.isEmpty ? nil : speciesList
    reader.close(section)

    if case .one(let number) = channel.value, number > channels.value {
      reader.note(
        .conflict(
          key: channel.key,
          reason: "is \(number), but \(channels.key) is \(channels.value); there is nothing to hear"
        ),
        at: channel.isSet ? channel.origin : channels.origin)
    }
  }

  static func list(
    _ reader: ConfigurationReader, _ root: ConfigurationReader.Section, folder: String
  ) -> [InputSettings] {
    let inputs = reader.sections(
      "inputs", in: root, expected: "a list of inputs, each a section that begins with \"- name:\"",
      meaning: nil, general: ""
    ).map { InputSettings(reader, $0, folder: folder) }

    if inputs.isEmpty {
      let origin = root.value("inputs")?.origin ?? root.origin
      reader.note(
        .conflict(
          key: "inputs",
          reason: "names no input: nothing could be detected; add one, like - name: pond"),
        at: origin)
    }
    reader.refuseRepetitions(inputs.map(\.name), of: "input")
    for second in inputs.filter(\.isStandardInput).dropFirst() {
      reader.note(
        .conflict(
          key: second.device.key,
          reason: "is standard input, which another input has already; it can be read once"),
        at: second.device.origin)
    }
    return inputs
  }
}

/// How an input codes a sample: little endian.
public enum InputFormat: String, Hashable, Sendable, CaseIterable {
  case s16 = "S16"
  /// In three bytes.
  case s24Packed = "S24_3LE"
  /// In the lower three of four bytes.
  case s24 = "S24"
  case s32 = "S32"
  case float = "FLOAT"
}

/// The channel of an input that is heard.
public enum InputChannel: Hashable, Sendable {
  /// Counted from 1.
  case one(Int)
  /// The mean of all, in which calls can cancel out.
  case mix

  init?(_ text: String) {
    if text == "mix" {
      self = .mix
    } else if let number = Int(text), (1...64).contains(number) {
      self = .one(number)
    } else {
      return nil
    }
  }
}
