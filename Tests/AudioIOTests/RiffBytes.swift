import Foundation
import TestSupport

/// A RIFF file made by hand, so that every byte of its header can lie.
struct RiffBytes {
  var bytes: [UInt8] = Array("RIFF\0\0\0\0WAVE".utf8)

  /// Adds a chunk and its pad byte; `size` is what its header says.
  mutating func add(_ id: String, _ content: [UInt8], size: Int? = nil, padded: Bool = true) {
    bytes += Array(id.utf8) + Self.littleEndian(UInt32(truncatingIfNeeded: size ?? content.count))
    bytes += content
    if padded, !content.count.isMultiple(of: 2) { bytes.append(0) }
  }

  mutating func addFormat(
    tag: UInt16 = 1, channels: UInt16 = 1, rate: UInt32 = 48_000, bits: UInt16 = 16
  ) {
    let align = channels * bits / 8
    add(
      "fmt ",
      Self.littleEndian(tag) + Self.littleEndian(channels) + Self.littleEndian(rate)
        + Self.littleEndian(rate * UInt32(align)) + Self.littleEndian(align)
        + Self.littleEndian(bits))
  }

  /// Sets the size of the whole in the first header: the real one, or another.
  mutating func close(size: UInt32? = nil) {
    bytes.replaceSubrange(4..<8, with: Self.littleEndian(size ?? UInt32(bytes.count - 8)))
  }

  /// A whole mono 16-bit file with `chunks` before and after its sound.
  static func wave(
    samples: [Int16] = [Int16](repeating: 100, count: 480), rate: UInt32 = 48_000,
    before: [(String, [UInt8])] = [], after: [(String, [UInt8])] = []
  ) -> [UInt8] {
    var riff = RiffBytes()
    riff.addFormat(rate: rate)
    for (id, content) in before { riff.add(id, content) }
    riff.add("data", pcm(samples))
    for (id, content) in after { riff.add(id, content) }
    riff.close()
    return riff.bytes
  }

  static func pcm(_ samples: [Int16]) -> [UInt8] {
    samples.flatMap { littleEndian(UInt16(bitPattern: $0)) }
  }

  /// A `LIST` chunk's content of kind `INFO`.
  static func info(_ entries: [(String, String)]) -> [UInt8] {
    entries.reduce(into: Array("INFO".utf8)) { list, entry in
      let text = Array(entry.1.utf8)
      list += Array(entry.0.utf8) + littleEndian(UInt32(text.count)) + text
      if !text.count.isMultiple(of: 2) { list.append(0) }
    }
  }

  /// A `guan` chunk's content: lines of `Key: value`.
  static func guano(_ text: String) -> [UInt8] { Array("GUANO|Version: 1.0\n\(text)".utf8) }

  /// A `wamd` chunk's content.
  static func wamd(_ entries: [(UInt16, [UInt8])]) -> [UInt8] {
    entries.flatMap { id, content in
      littleEndian(id) + littleEndian(UInt32(content.count)) + content
    }
  }

  static func littleEndian(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

extension TemporaryFolder {
  /// Writes `bytes` and returns the path.
  func write(_ bytes: [UInt8], as name: String = "made.wav") throws -> String {
    try Data(bytes).write(to: url.appending(path: name))
    return path(name)
  }
}
