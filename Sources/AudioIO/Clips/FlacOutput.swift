import CSndFile
import Foundation

/// What libsndfile's FLAC encoder writes into: a file that holds further metadata blocks, of which the
/// encoder knows nothing.
///
/// A FLAC file begins with its mark and the block that describes the stream, together 42 bytes, to which
/// the encoder comes back at the end. The further blocks follow these, and all else lies behind.
final class FlacOutput {
  private let file: UnfinishedFile
  private let inserted: Int64
  /// As the encoder counts.
  private var position: Int64 = 0
  private var count: Int64 = 0
  /// Why writing failed, if it did.
  private(set) var failure: AudioError?

  private static let head: Int64 = 42

  /// - Parameter blocks: None of them the last.
  init(_ file: UnfinishedFile, inserting blocks: [UInt8]) throws(AudioError) {
    self.file = file
    inserted = Int64(blocks.count)
    var failure: AudioError?
    unsafe blocks.withUnsafeBytes { bytes in
      do throws(AudioError) { unsafe try file.write(bytes, at: Self.head) } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  private func seek(by offset: Int64, from whence: Int32) -> Int64 {
    guard let target = seekTarget(offset, from: whence, position: position, count: count)
    else { return -1 }
    position = target
    return target
  }

  private func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard failure == nil else { return 0 }
    let before = Int(max(min(Self.head - position, Int64(bytes.count)), 0))
    do throws(AudioError) {
      unsafe try file.write(UnsafeRawBufferPointer(rebasing: bytes[..<before]), at: position)
      unsafe try file.write(
        UnsafeRawBufferPointer(rebasing: bytes[before...]),
        at: position + Int64(before) + inserted)
    } catch {
      failure = error
      return 0
    }
    position += Int64(bytes.count)
    count = max(count, position)
    return bytes.count
  }

  /// libsndfile's view of an output, which it passes back as `user_data`: borrowed, so the output must
  /// outlive the encoder.
  static var callbacks: SF_VIRTUAL_IO {
    var callbacks = SF_VIRTUAL_IO()
    unsafe callbacks.get_filelen = { unsafe FlacOutput.behind($0).count }
    unsafe callbacks.seek = { unsafe FlacOutput.behind($2).seek(by: $0, from: $1) }
    unsafe callbacks.tell = { unsafe FlacOutput.behind($0).position }
    // It only writes.
    unsafe callbacks.read = { _, _, _ in 0 }
    unsafe callbacks.write = { bytes, count, user in
      guard let bytes = unsafe bytes, count > 0 else { return 0 }
      return sf_count_t(
        unsafe FlacOutput.behind(user).write(
          UnsafeRawBufferPointer(start: bytes, count: Int(count))))
    }
    return callbacks
  }

  var userData: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

  private static func behind(_ user: UnsafeMutableRawPointer?) -> FlacOutput {
    guard let user = unsafe user else { preconditionFailure("libsndfile lost its output") }
    return unsafe Unmanaged.fromOpaque(user).takeUnretainedValue()
  }
}
