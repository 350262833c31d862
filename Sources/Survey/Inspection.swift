import AudioIO
import ContentDigest
import Foundation

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
  let format: SoundFormat
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
      format = file.format
      seekIsCheap = file.seekIsCheap
    } catch {
      throw .sound(error)
    }
    do {
      guard let digest = try SHA256.hexadecimal(ofFile: path, stop: stop) else { return nil }
      self.digest = digest
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
    // The digest must be of the sound that was found above, and of what will be analysed.
    guard let status = FileStatus(path: path), status.bytes == bytes, status.modified == modified
    else { throw .changedWhileRead(path: path) }
  }
}
