public import AudioFeatures
public import AudioIO
public import Foundation
public import Pictures

/// A recording, or a part of it, as a labelled spectrogram.
///
/// ```swift
/// let excerpt = RecordingPicture(path: "20250607_051000.flac", startSeconds: 60, endSeconds: 75)
/// let drawn = try excerpt.draw()
/// try drawn.picture.write(to: "minute.png")
/// ```
///
/// The sound is read once, in blocks: a day takes no more memory than a minute. It is shown at the
/// recording's own rate, up to half of it, with the recorder's clock where the recording tells it.
public struct RecordingPicture: Sendable {
  /// Of a sound file; its last part is the picture's title.
  public var path: String
  /// The channel that is shown, or the mean of all.
  public var stream: ChannelStream
  /// Seconds from the recording's start.
  public var startSeconds: Double
  /// Seconds from the recording's start; `nil` for its end. What lies beyond that is not there.
  public var endSeconds: Double?
  /// How the frequency axis is spaced.
  public var spacing: SpectrogramOverview.Spacing
  /// Also how finely the sound is looked at: about a column for each pixel.
  public var size: PictureSize
  /// The site's, for recorders that write local time without an offset.
  public var timeZone: TimeZone?

  /// The whole of the first channel, unless told otherwise; nothing is read or checked before
  /// ``draw(annotations:)``.
  public init(
    path: String, stream: ChannelStream = .channel(0), startSeconds: Double = 0,
    endSeconds: Double? = nil, spacing: SpectrogramOverview.Spacing = .mel,
    size: PictureSize = PictureSize(), timeZone: TimeZone? = nil
  ) {
    self.path = path
    self.stream = stream
    self.startSeconds = startSeconds
    self.endSeconds = endSeconds
    self.spacing = spacing
    self.size = size
    self.timeZone = timeZone
  }

  /// - Returns: The picture, and why the sound could not be decoded to its end, if so: what lies
  ///   behind is shown as silence.
  public func draw(
    annotations: [Annotation] = []
  ) throws(RecordingPictureError) -> (picture: SpectrogramPicture, damage: String?) {
    let file = try Self.sound { () throws(AudioError) in try SoundFile(path: path) }
    let metadata = try Self.sound { () throws(AudioError) in
      try RecorderMetadata.read(from: file, timeZone: timeZone)
    }
    let subtitle = subtitle(of: file, metadata)
    let samples = try excerpt(of: file)
    let levels = try levels(of: samples, in: file)
    do {
      let picture = try SpectrogramPicture(
        title: URL(filePath: path).lastPathComponent, subtitle: subtitle,
        levels: levels.decibels, bands: levels.bands, secondsPerColumn: levels.secondsPerColumn,
        startSeconds: levels.startSeconds, clock: metadata.start.flatMap(Clock.init),
        annotations: annotations, size: size)
      return (picture, levels.damage)
    } catch {
      throw .picture(error)
    }
  }

  private static func sound<Value: ~Copyable>(
    _ body: () throws(AudioError) -> Value
  ) throws(RecordingPictureError) -> Value {
    do throws(AudioError) {
      return try body()
    } catch {
      throw .sound(error)
    }
  }

  private func levels(
    of samples: Range<Int64>, in file: consuming SoundFile
  ) throws(RecordingPictureError) -> ExcerptLevels {
    do throws(AudioError) {
      return try ExcerptLevels(
        of: samples, in: ChannelReader(file, stream), width: size.pixelWidth, spacing: spacing)
    } catch {
      throw .sound(error)
    }
  }

  /// The samples to show, at least one.
  private func excerpt(of file: borrowing SoundFile) throws(RecordingPictureError) -> Range<Int64> {
    let rate = Double(file.sampleRate)
    let length = Double(file.frames) / rate
    let end = min(endSeconds ?? length, length)
    guard startSeconds >= 0, startSeconds < end else {
      throw .excerpt(
        path: path, startSeconds: startSeconds, endSeconds: endSeconds, recordingSeconds: length)
    }
    let first = min(Int64(startSeconds * rate), file.frames - 1)
    return first..<max(first + 1, min(Int64((end * rate).rounded(.up)), file.frames))
  }

  /// `AudioMoth 24F319055FDF2295, 48 kHz, channel 2 of 4`
  private func subtitle(of file: borrowing SoundFile, _ metadata: RecorderMetadata) -> String {
    let device = [metadata.model ?? metadata.make, metadata.serial].compactMap(\.self)
    let kilohertz = (Double(file.sampleRate) / 1000).formatted(
      .number.precision(.fractionLength(0...3)).locale(Locale(identifier: "en")))
    var parts = [device.joined(separator: " "), "\(kilohertz) kHz"]
    if file.channels > 1 {
      switch stream {
      case .channel(let index): parts.append("channel \(index + 1) of \(file.channels)")
      case .mix: parts.append("mean of \(file.channels) channels")
      }
    }
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

extension Clock {
  /// `nil` for a time that is but a guess: a copied file has the time of its copy.
  fileprivate init?(_ start: RecordingStart) {
    guard start.source != .modificationTime else { return nil }
    self.init(
      utcMicroseconds: start.utcMicroseconds, utcOffsetMinutes: start.utcOffsetMinutes ?? 0)
  }
}
