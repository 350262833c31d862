import CImageDecoding
public import Foundation
import SystemFiles

/// A JPEG or PNG file, decoded as Pillow's `Image.open(path).convert("RGB")` does.
///
/// What the file is, its first bytes say, not its name. Grey is repeated in three channels, palettes
/// are looked up, alpha and transparent colours are dropped without blending, CMYK is taken as Adobe
/// writes it; orientation marks, gamma and colour profiles are passed over, as the published
/// evaluations do. Of 16 bits the high byte is kept, also of grey, which Pillow saturates to white.
///
/// A file that ends too early, or a PNG with a wrong checksum, is ``ImageValidationError/damaged``.
/// Where a JPEG's data is damaged and its decoder goes on with a guess, as Pillow's does, there is an
/// image and ``guess`` tells of it.
public struct ImageFile: Sendable {
  /// Of the file's own size, at most ``RGBImage/pixelLimit`` pixels.
  public let image: RGBImage
  /// The first thing that the decoder had to guess; `nil` for a sound file.
  public let guess: String?

  /// - Throws: ``ImageValidationError``, with the path.
  public init(path: String) throws(ImageValidationError) {
    var status = stat()
    // A pipe without a writer would hold a reader up for ever.
    if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw .notAFile(path: path)
    }
    let bytes: Data
    do {
      bytes = try contents(of: path)
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
    try self.init(bytes: bytes, path: path)
  }

  /// - Parameters:
  ///   - bytes: A whole file.
  ///   - path: What errors call it.
  /// - Throws: ``ImageValidationError``.
  public init(bytes: Data, path: String) throws(ImageValidationError) {
    guard let format = Format(bytes) else { throw .unknownFormat(path: path) }
    let (width, height) = try format.size(of: bytes, path: path)
    guard width.multipliedReportingOverflow(by: height).overflow == false,
      width * height <= RGBImage.pixelLimit
    else { throw .tooLarge(path: path, width: width, height: height) }
    (image, guess) = try format.decode(bytes, width: width, height: height, path: path)
  }
}

private enum Format {
  case jpeg, png

  /// By the bytes that every such file begins with; `nil` for neither.
  init?(_ bytes: Data) {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else {
      return nil
    }
  }

  func size(
    of bytes: Data, path: String
  ) throws(ImageValidationError) -> (width: Int, height: Int) {
    var report = image_report()
    let isRead = unsafe bytes.withUnsafeBytes { buffer in
      let start = unsafe buffer.bindMemory(to: UInt8.self).baseAddress
      return switch self {
      case .jpeg: unsafe jpeg_describe(start, buffer.count, &report)
      case .png: unsafe png_describe(start, buffer.count, &report)
      }
    }
    guard isRead, report.width > 0, report.height > 0 else {
      throw .damaged(path: path, reason: Self.reason(report) ?? "it has no pixels")
    }
    return (Int(report.width), Int(report.height))
  }

  func decode(
    _ bytes: Data, width: Int, height: Int, path: String
  ) throws(ImageValidationError) -> (RGBImage, guess: String?) {
    var report = image_report()
    var isDecoded = false
    let count = 3 * width * height
    let pixels = unsafe [UInt8](unsafeUninitializedCapacity: count) { pixels, initialized in
      isDecoded = unsafe bytes.withUnsafeBytes { buffer in
        let start = unsafe buffer.bindMemory(to: UInt8.self).baseAddress
        return switch self {
        case .jpeg: unsafe jpeg_decode(start, buffer.count, pixels.baseAddress, count, &report)
        case .png: unsafe png_decode(start, buffer.count, pixels.baseAddress, count, &report)
        }
      }
      // Nobody sees the rows of an image that broke off.
      initialized = isDecoded ? count : 0
    }
    guard isDecoded else {
      throw .damaged(path: path, reason: Self.reason(report) ?? "its decoder gives no reason")
    }
    return (RGBImage(width: width, height: height, pixels: pixels), Self.reason(report))
  }

  /// The report's words, as part of a sentence.
  private static func reason(_ report: image_report) -> String? {
    let text = unsafe withUnsafeBytes(of: report.reason) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return text.isEmpty ? nil : text
  }
}
