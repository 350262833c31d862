import ArgumentParser
import AudioFeatures
import AudioIO
import EventLog
import Foundation
import Pictures
import RecordingPictures

struct SpectrogramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spectrogram",
    abstract: "Draw a recording, and what was heard in it.",
    discussion: """
      The picture has axes of time and frequency, a colour scale, and, with --events, the events \
      that the log has of the recording. Of a recording longer than the picture is wide each pixel \
      shows the loudest moment.
      """)

  @Argument(help: "A recording.")
  var recording: String

  @Option(
    name: [.short, .long],
    help: "Where the PNG file goes; the recording's name with .png in the working folder without.")
  var output: String?

  @Option(help: "An event log whose events are drawn in.")
  var events: String?

  @Option(help: "Where the picture begins: 75, 1:15 or 0:01:15.")
  var start: RecordingTime?

  @Option(help: "Where it ends.")
  var end: RecordingTime?

  @Option(help: "The channel, counted from 1, or mix.")
  var channel = ChannelArgument.first

  @Option(help: "How frequencies are spaced.")
  var bands = Bands.mel

  @Option(help: "Width in points, of which each has --scale pixels.")
  var width = PictureSize().width

  @Option(help: "Height in points.")
  var height = PictureSize().height

  @Option(help: "Pixels a point, 1 to 4.")
  var scale = PictureSize().scale

  @Option(
    help:
      "The time zone to which the recorder's clock was set, where it does not write it: Europe/Zurich."
  )
  var timeZone: String?

  func validate() throws {
    if let end, end.seconds <= start?.seconds ?? 0 {
      throw ValidationError("--end must be later than --start.")
    }
    do {
      try size.validate()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func run() throws {
    let target =
      output ?? URL(filePath: recording).deletingPathExtension().lastPathComponent + ".png"
    try refuse(target, over: [recording] + (events.map { [$0] } ?? []))
    try requirePNG(target)

    let excerpt = RecordingPicture(
      path: recording, stream: channel.stream,
      startSeconds: start?.seconds ?? 0, endSeconds: end?.seconds, spacing: bands.spacing,
      size: size,
      timeZone: try site())
    let heard = try events.map {
      try excerpt.annotations(from: EventLog(path: $0, access: .reading))
    }
    let drawn = try excerpt.draw(annotations: heard ?? [])
    try drawn.picture.write(to: target)
    if let damage = drawn.damage {
      Terminal.complain("earshot: \(recording): is not drawn to its end: \(damage)")
    }
    try Terminal.print(target)
  }

  private var size: PictureSize { PictureSize(width: width, height: height, scale: scale) }

  private func site() throws -> TimeZone? {
    try timeZone.map { name in
      guard let zone = TimeZone(identifier: name) else {
        throw UsageError("--time-zone \(name) is not known. Write it as Europe/Zurich, or UTC.")
      }
      return zone
    }
  }

  enum Bands: String, ExpressibleByArgument, CaseIterable {
    case mel, linear

    var spacing: SpectrogramOverview.Spacing {
      switch self {
      case .mel: .mel
      case .linear: .linear
      }
    }
  }
}
