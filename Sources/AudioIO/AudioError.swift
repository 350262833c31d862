/// Why sound could not be had or kept: what, where, and what to do about it.
///
/// A recording that merely breaks off is no error: it is read up to there, and ``SoundFile/ending``
/// and ``SoundFile/findEnd()`` say how it ended.
public enum AudioError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Nothing lies at the path (any more).
  case missing(path: String)
  /// The system refuses to open or read the file.
  case unreadable(path: String, reason: String)
  /// A folder, a pipe, a device or a socket, whatever its name says.
  case notAFile(path: String, kind: String)
  /// A file of 0 bytes.
  case empty(path: String)
  /// Bytes in which no sound file is recognised.
  case notSound(path: String, reason: String)
  /// A sound file whose header is followed by no sound: a recorder was woken and wrote nothing.
  case noFrames(path: String)
  /// Sound in an encoding, at a rate or with a number of channels that this room does not read.
  case unsupported(path: String, what: String, supported: String)
  /// A channel was asked for that the recording does not have. Counted from 0.
  case noSuchChannel(path: String, channel: Int, channels: Int)
  /// Two rates between which no resampler can be made, Hz.
  case cannotResample(from: Int, to: Int, reason: String)
  /// No space is left for a clip; nothing of it was kept.
  case diskFull(path: String)
  /// A clip would have taken the place of a file that was there.
  case alreadyThere(path: String)
  /// A clip could not be written; nothing of it was kept.
  case notWritten(path: String, reason: String)

  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): no such file. Check the name, and that the card or disk is still attached."
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason). Check its permissions and the card or disk it lies on."
    case .notAFile(let path, let kind):
      "\(path): is \(kind), not a sound file. Give the recording itself, or the folder without "
        + "this name."
    case .empty(let path):
      "\(path): is empty (0 bytes). The recorder wrote nothing into it; leave it out."
    case .notSound(let path, let reason):
      "\(path): is not a sound file: \(reason). Leave it out."
    case .noFrames(let path):
      "\(path): holds a header and no sound (0 frames). The recorder wrote nothing into it; "
        + "leave it out."
    case .unsupported(let path, let what, let supported):
      "\(path): \(what) is not supported. Convert it to \(supported)."
    case .noSuchChannel(let path, let channel, let channels):
      "\(path): has no channel \(channel + 1), counted from 1: it has \(channels). Choose one of "
        + "them, each, or the mix."
    case .cannotResample(let input, let output, let reason):
      "Sound at \(input) Hz cannot be resampled to \(output) Hz: \(reason). Give two whole rates "
        + "above 0."
    case .diskFull(let path):
      "\(path): not written: no space is left. Free some, or keep clips on another disk."
    case .alreadyThere(let path):
      "\(path): not written: something of that name is there already. Move it away."
    case .notWritten(let path, let reason):
      "\(path): not written: \(reason). Check the folder's permissions and its disk."
    }
  }
}
