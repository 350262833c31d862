import ArgumentParser
import AudioCapture
import AudioIO
import Configuration
import EventDetection
import EventLog
import Foundation
import Station
import Survey

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

  @Option(help: "The microphone: usb:0d8c:0014, port:1-1.2, card:Device or a name of ALSA's; or -.")
  var input = "default"

  @Option(help: "What the log calls the input.")
  var name = "microphone"

  @Option(help: "Samples a second, Hz.")
  var rate = 48_000

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

  @Option(help: "Channels of the input.")
  var channels = 1

  @Option(help: "The channel that is heard, counted from 1; or mix.")
  var channel: String?

  @OptionGroup var log: LogOptions
  @OptionGroup var options: SurveyOptions

  func validate() throws {
    guard (1000...1_000_000).contains(rate) else {
      throw ValidationError("--rate must be from 1000 to 1000000 Hz, not \(rate).")
    }
    guard (1...64).contains(channels) else {
      throw ValidationError("--channels must be from 1 to 64, not \(channels).")
    }
    guard !name.isEmpty else { throw ValidationError("--name must not be empty.") }
  }

  func run() throws {
    let configuration = try options.configuration(
      channel.map { [Override(key: "channel", text: $0, option: "--channel")] } ?? [])
    let plan = try configuration.plan()
    let stream = try self.stream(configuration.channels)
    let source = try self.source(stream)
    let input = StationInput(
      name: name, source: source, isPaced: input != "-", plan: plan,
      channel: AnalysedChannel(stream), deployment: configuration.deployment,
      timeZone: configuration.site.timeZone.value ?? .current)
    var run = try ListenRun(
      StationSetup(
        inputs: [input], log: log.log, site: configuration.site.name.value,
        status: StatusFile(besideLog: log.log), timeZone: input.timeZone))
    try run.run()
  }

  private func stream(_ selection: ChannelSelection) throws -> ChannelStream {
    switch selection {
    case .channel(let index) where index < channels: return .channel(index)
    case .mix: return .mix
    case .channel(let index):
      throw UsageError(
        "--channel \(index + 1): the input has \(channels); say --channels \(index + 1) or more.")
    case .each:
      throw UsageError("--channel each: `listen` hears one channel: give its number, or mix.")
    }
  }

  private func source(_ stream: ChannelStream) throws -> any CaptureSource {
    guard input == "-" else {
      return DeviceSource(
        try DeviceName(input), CaptureWish(sampleRate: rate, channels: channels, sample: format),
        stream: stream)
    }
    return PipeSource(
      format: CaptureFormat(sampleRate: rate, sample: format ?? .s16, channels: channels),
      stream: stream)
  }
}
