import CSndFile
import Foundation

/// What a decoder sees of a file: the bytes from `start` to `end`, as if there were no others.
///
/// So the sound of a file whose header lies can be handed to libsndfile without the header; and a
/// read that fails is known from one that comes to the end, which libsndfile does not tell apart.
final class DecoderInput {
  let file: ReadableFile
  private let start: Int64
  private let count: Int64
  private var position: Int64 = 0
  /// Whether the decoder has asked for bytes beyond the end.
  private(set) var reachedEnd = false
  /// Why reading failed, if it did.
  private(set) var failure: AudioError?

  init(_ file: ReadableFile, bytes: Range<Int64>) {
    self.file = file
    start = bytes.lowerBound
    count = bytes.upperBound - bytes.lowerBound
  }

  func forgetEnd() { reachedEnd = false }

  private func seek(by offset: Int64, from whence: Int32) -> Int64 {
    guard let target = seekTarget(offset, from: whence, position: position, count: count)
    else { return -1 }
    position = target
    return target
  }

  private func read(into bytes: UnsafeMutableRawBufferPointer) -> Int {
    let fit = max(min(Int64(bytes.count), count - position), 0)
    if fit < bytes.count { reachedEnd = true }
    do throws(AudioError) {
      let found = unsafe try file.read(
        into: UnsafeMutableRawBufferPointer(rebasing: bytes.prefix(Int(fit))),
        at: start + position)
      if found < fit { reachedEnd = true }
      position += Int64(found)
      return found
    } catch {
      failure = failure ?? error
      return 0
    }
  }

  /// libsndfile's view of an input, which it passes back as `user_data`: borrowed, so the input
  /// must outlive the decoder.
  static var callbacks: SF_VIRTUAL_IO {
    var callbacks = SF_VIRTUAL_IO()
    unsafe callbacks.get_filelen = { unsafe DecoderInput.behind($0).count }
    unsafe callbacks.seek = { unsafe DecoderInput.behind($2).seek(by: $0, from: $1) }
    unsafe callbacks.tell = { unsafe DecoderInput.behind($0).position }
    unsafe callbacks.read = { bytes, count, user in
      guard let bytes = unsafe bytes, count > 0 else { return 0 }
      return sf_count_t(
        unsafe DecoderInput.behind(user).read(
          into: UnsafeMutableRawBufferPointer(start: bytes, count: Int(count))))
    }
    return callbacks
  }

  var userData: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

  private static func behind(_ user: UnsafeMutableRawPointer?) -> DecoderInput {
    guard let user = unsafe user else { preconditionFailure("libsndfile lost its input") }
    return unsafe Unmanaged.fromOpaque(user).takeUnretainedValue()
  }
}
