import ArgumentParser
import AudioCapture
import AudioIO
import Configuration
import EventDetection
import EventLog
import Foundation
import Station
import Survey
import SystemFiles

struct ListenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "listen",
    abstract: "Log the species heard by a microphone, until told to stop.",
    discussion: """
      `earshot doctor audio` lists the microphones by names that last. A microphone that is lost is \
      waited for; what was not heard is a gap in the log. With --input - raw samples are read from a \
      pipe, as `arecord -t raw` or ffmpeg write them; a WAV header before them is recognised. Ctrl-C \
      or SIGTERM ends it, with everything in the log.
      """)

  @Option(
    help: """
      The microphone: usb:0d8c:0014, port:1-1.2, card:Device or a name of ALSA's; or -. Without, and \
      without --config, ALSA's default.
      """)
  var input: String?

  @Option(help: "What the log calls the input; microphone without.")
  var name: String?

  @Option(help: "Samples a second, Hz; 48000 without.")
  var rate: Int?

  @Option(
    help: "S16, S24_3LE, S24, S32 or FLOAT; a microphone's best without, S16 of a pipe.",
    transform: {
      guard let format = SampleFormat(rawValue: $0.uppercased()) else {
        throw ValidationError(
          "--format \($0): give \(SampleFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      return format
    })
  var format: SampleFormat?

  @Option(help: "Channels of the input; 1 without.")
  var channels: Int?

  @Option(help: "The channel that is heard, counted from 1; or mix.")
  var channel: String?

  @Option(help: "The event log, a SQLite file; \(LogOptions.usual) without.")
  var log: String?

  @Option(help: "A station's configuration file (YAML); Configs/station.yaml documents every key.")
  var config: String?

  @OptionGroup var options: AnalysisOptions

  func validate() throws {
    let (rates, counts) = (CaptureFormat.sampleRates, CaptureFormat.channelCounts)
    if let rate, !rates.contains(rate) {
      throw ValidationError(
        "--rate must be from \(rates.lowerBound) to \(rates.upperBound) Hz, not \(rate).")
    }
    if let channels, !counts.contains(channels) {
      throw ValidationError(
        "--channels must be from \(counts.lowerBound) to \(counts.upperBound), not \(channels).")
    }
    guard name != "" else { throw ValidationError("--name must not be empty.") }
    guard config != nil else { return }
    let own: [(String, Bool)] = [
      ("--input", input != nil), ("--name", name != nil), ("--rate", rate != nil),
      ("--format", format != nil), ("--channels", channels != nil), ("--channel", channel != nil),
    ]
    if let option = own.first(where: \.1)?.0 {
      throw ValidationError("\(option): the inputs are those of the file that --config names.")
    }
  }

  func run() throws {
    let memory = PipeMemory()
    guard let config else {
      var run = ListenRun(try setup(memory))
      return try run.run()
    }
    let overrides =
      options.overrides + (log.map { [Override(key: "log", text: $0, option: "--log")] } ?? [])
    let read = {
      try StationSetup(contentsOf: config, overrides: overrides, memory: memory)
    }
    var run = ListenRun(try read(), reload: read)
    try run.run()
  }

  /// A station of one input, as the options say.
  private func setup(_ memory: PipeMemory) throws -> StationSetup {
    let overrides =
      options.overrides
      + (channel.map { [Override(key: "channel", text: $0, option: "--channel")] } ?? [])
    let configuration = try SurveyConfiguration(overrides: overrides)
    let plan = try configuration.plan()
    let stream = try stream(configuration.channels)
    let log = log ?? LogOptions.usual
    let input = StationInput(
      name: name ?? "microphone", source: try source(stream, memory), isPaced: self.input != "-",
      plan: plan, channel: AnalysedChannel(stream), timeZone: .current)
    return StationSetup(
      inputs: [input], log: log, status: StatusFile(besideLog: log), timeZone: .current)
  }

  private func stream(_ selection: ChannelSelection) throws -> ChannelStream {
    switch selection {
    case .channel(let index) where index < channels ?? 1: return .channel(index)
    case .mix: return .mix
    case .channel(let index):
      throw UsageError(
        "--channel \(index + 1): the input has \(channels ?? 1); say --channels \(index + 1) or more."
      )
    case .each:
      throw UsageError("--channel each: `listen` hears one channel: give its number, or mix.")
    }
  }

  private func source(_ stream: ChannelStream, _ memory: PipeMemory) throws -> any CaptureSource {
    let (rate, channels) = (rate ?? 48_000, channels ?? 1)
    guard input == "-" else {
      if let input, exists(input) {
        throw UsageError(
          "--input \(input): a file or pipe is no microphone. `earshot classify \(input)` hears a recording; "
            + "raw samples or WAV are read from a pipe: --input - < \(input).")
      }
      return DeviceSource(
        try DeviceName(input ?? "default"),
        CaptureWish(sampleRate: rate, channels: channels, sample: format), stream: stream)
    }
    return PipeSource(
      format: CaptureFormat(sampleRate: rate, sample: format ?? .s16, channels: channels),
      stream: stream, memory: memory)
  }
}
