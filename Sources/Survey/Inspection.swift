import AudioIO
import ContentDigest
import EventDetection
import Foundation
import SystemFiles

/// What is known of a recording before its sound is analysed.
struct Inspection: Sendable {
  let path: String
  let bytes: Int64
  /// Microseconds since 1970 UTC.
  let modified: Int64
  /// SHA-256 of the file, hexadecimal.
  let digest: String
  let sampleRate: Int
  let channels: Int
  /// Frames that can be read.
  let frames: Int64
  /// Frames that the header promises and the file does not have.
  let lostFrames: Range<Int64>?
  /// Why the sound ends where it does.
  let ending: SoundFile.Ending
  /// Whether segments can be read apart from each other.
  let seekIsCheap: Bool
  let metadata: RecorderMetadata
  let streams: [ChannelStream]

  /// Opens the file, finds its end, reads its header and its content.
  /// - Parameters:
  ///   - timeZone: Of the site, for recorders that do not say.
  ///   - stop: Asked while the content is read.
  /// - Returns: `nil` if told to stop.
  init?(
    path: String, channel: ChannelSelection, timeZone: TimeZone?, stop: () -> Bool
  ) throws(SurveyError) {
    do {
      let file = try SoundFile(path: path)
      streams = try channel.streams(of: file)
      metadata = try RecorderMetadata.read(from: file, timeZone: timeZone)
      self.path = path
      bytes = file.fileSize
      modified = file.modified
      sampleRate = file.sampleRate
      channels = file.channels
      frames = file.frames
      lostFrames = file.lostFrames
      ending = file.ending
      seekIsCheap = file.seekIsCheap
    } catch {
      throw .sound(error)
    }
    do {
      guard let digest = try SHA256.hexadecimal(ofFile: path, stop: stop) else { return nil }
      self.digest = digest
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
    if let change { throw change }
  }

  /// What is wrong if the file is no longer what was inspected: digest, length and sound must be of
  /// one content.
  var change: SurveyError? {
    guard let status = FileStatus(path: path) else { return .sound(.missing(path: path)) }
    return status.bytes == bytes && status.modified == modified
      ? nil : .changedWhileRead(path: path)
  }

  /// `nil` if nothing tells when it was recorded.
  var timeline: Timeline? { Timeline(anchors: anchors, sampleRate: sampleRate) }

  var anchors: [TimeAnchor] { metadata.start.map { [TimeAnchor($0)] } ?? [] }

  /// Sound that the header promises and no analysis can have.
  var lostGap: Gap? {
    guard let lostFrames else { return nil }
    let cause: Gap.Cause =
      switch ending {
      case .complete, .truncated: .truncated
      case .undecodable: .undecodable
      }
    return Gap(
      range: SampleRange(start: lostFrames.lowerBound, end: lostFrames.upperBound), cause: cause)
  }
}

extension TimeAnchor {
  /// Of a recording's first sample.
  init(_ start: RecordingStart) {
    self.init(
      sample: 0, utcMicroseconds: start.utcMicroseconds,
      utcOffsetMinutes: start.utcOffsetMinutes, source: Source(start.source))
  }
}

extension TimeAnchor.Source {
  fileprivate init(_ source: RecordingStart.Source) {
    self =
      switch source {
      case .guano: .guano
      case .wamd: .wamd
      case .comment: .comment
      case .fileName: .fileName
      case .modificationTime: .modificationTime
      }
  }
}
