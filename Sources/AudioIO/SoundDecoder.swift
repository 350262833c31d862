import CSndFile
import Foundation
import Synchronization

/// An open libsndfile decoder, closed when it leaves its scope: the only place that calls it.
@safe struct SoundDecoder: ~Copyable {
  /// Samples without a header, as libsndfile names their encoding.
  struct Headerless: Hashable {
    let encoding: Int
    let bigEndian: Bool
    let sampleRate: Int
    let channels: Int
  }

  let format: SoundFormat
  let sampleRate: Int
  let channels: Int
  /// `nil` where the file does not tell.
  let frames: Int64?
  let input: DecoderInput
  private let handle: OpaquePointer

  // libsndfile keeps the reason of a failed open in one variable for the whole process.
  private static let opening = Mutex(())

  /// - Parameter headerless: What the bytes are, where they have no header that says so.
  /// - Throws: ``AudioError/notSound(path:reason:)``, ``AudioError/unreadable(path:reason:)``.
  init(
    _ file: ReadableFile, bytes: Range<Int64>, as headerless: Headerless? = nil
  ) throws(AudioError) {
    let input = DecoderInput(file, bytes: bytes)
    var info = SF_INFO()
    if let headerless {
      info.samplerate = Int32(clamping: headerless.sampleRate)
      info.channels = Int32(clamping: headerless.channels)
      info.format = Int32(
        SF_FORMAT_RAW | headerless.encoding
          | (headerless.bigEndian ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE))
    }
    var callbacks = DecoderInput.callbacks
    var opened: OpaquePointer?
    var reason = ""
    Self.opening.withLock { _ in
      unsafe opened = sf_open_virtual(&callbacks, Int32(SFM_READ), &info, input.userData)
      if unsafe opened == nil { reason = unsafe String(cString: sf_strerror(nil)) }
    }
    guard let opened = unsafe opened else {
      throw input.failure ?? .notSound(path: file.path, reason: Self.tidy(reason))
    }
    unsafe handle = opened
    self.input = input
    format = SoundFormat(libsndfile: info.format)
    sampleRate = Int(info.samplerate)
    channels = Int(info.channels)
    frames = info.frames == .max ? nil : info.frames
    input.forgetEnd()
  }

  deinit { unsafe sf_close(handle) }

  /// Fills `block` from the frame `offset` on with interleaved samples, full scale ±1.
  /// - Returns: Frames read; fewer than fit at the end, or where decoding fails.
  mutating func read(into block: inout MutableSpan<Float>, fromFrame offset: Int, frames: Int)
    -> Int
  {
    precondition(offset >= 0 && frames >= 0 && (offset + frames) * channels <= block.count)
    return unsafe block.withUnsafeMutableBufferPointer { samples in
      guard let base = samples.baseAddress else { return 0 }
      var done = 0
      while done < frames {
        let count = unsafe sf_readf_float(
          handle, base + (offset + done) * channels, sf_count_t(frames - done))
        if count <= 0 { break }
        done += Int(count)
      }
      return done
    }
  }

  /// - Returns: Whether the decoder now stands at `frame`.
  mutating func seek(toFrame frame: Int64) -> Bool {
    input.forgetEnd()
    return unsafe sf_seek(handle, frame, SEEK_SET) == frame
  }

  /// What libsndfile complains of since the last successful call, if anything.
  var complaint: String? {
    guard unsafe sf_error(handle) != 0 else { return nil }
    return unsafe Self.tidy(String(cString: sf_strerror(handle)))
  }

  /// A text of the file's own, such as its comment; `kind` is one of `SF_STR_…`.
  func text(_ kind: Int) -> String? {
    unsafe sf_get_string(handle, Int32(kind)).map { unsafe String(cString: $0) }
  }

  /// "Error : flac decoder lost sync." becomes "flac decoder lost sync".
  private static func tidy(_ reason: String) -> String {
    var words = Substring(reason)
    if let colon = words.firstIndex(of: ":"), words.hasPrefix("Error") {
      words = words[words.index(after: colon)...]
    }
    while let last = words.last, ". ".contains(last) { words.removeLast() }
    return String(words.drop { $0 == " " })
  }
}
