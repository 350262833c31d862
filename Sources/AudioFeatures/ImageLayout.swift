/// Lays a window's spectrogram out as an image: turned so that time runs along the rows, cropped or
/// resized.
struct ImageLayout: Sendable {
  /// Where an output row or column comes from: between two of the input, `weight` of the way.
  private struct Tap: Sendable {
    var lower: Int
    var upper: Int
    var weight: Float
  }

  private let bands: Int
  private let columns: Int
  private let rowTaps: [Tap]
  private let columnTaps: [Tap]

  /// Pixels of one channel.
  var count: Int { rowTaps.count * columnTaps.count }

  init(_ image: FrontEndSettings.Image, bands: Int) {
    self.bands = bands
    columns = image.columns
    columnTaps = Self.taps(image.columns, to: image.width, image.fit)
    let rows = Self.taps(bands, to: image.height, image.fit)
    rowTaps =
      switch image.lowestBand {
      case .first: rows
      case .last: rows.reversed()
      }
  }

  private static func taps(_ count: Int, to fitted: Int, _ fit: ImageFit) -> [Tap] {
    (0..<fitted).map { i in
      switch fit {
      case .crop:
        let kept = (count - fitted) / 2 + i
        return Tap(lower: kept, upper: kept, weight: 0)
      case .resize:
        let centre = (Double(i) + 0.5) * Double(count) / Double(fitted) - 0.5
        let inside = min(max(centre, 0), Double(count - 1))
        let lower = Int(inside)
        return Tap(
          lower: lower, upper: min(lower + 1, count - 1), weight: Float(inside - Double(lower)))
      }
    }
  }

  /// - Parameters:
  ///   - spectrogram: `[columns, bands]`.
  ///   - plane: `[height, width]`.
  func apply(_ spectrogram: [Float], into plane: inout [Float]) {
    precondition(spectrogram.count == columns * bands && plane.count == count, "another size")
    var pixel = 0
    for row in rowTaps {
      for column in columnTaps {
        let before = column.lower * bands
        let after = column.upper * bands
        let left = mix(spectrogram[before + row.lower], spectrogram[before + row.upper], row.weight)
        let right = mix(spectrogram[after + row.lower], spectrogram[after + row.upper], row.weight)
        plane[pixel] = mix(left, right, column.weight)
        pixel += 1
      }
    }
  }

  private func mix(_ lower: Float, _ upper: Float, _ weight: Float) -> Float {
    lower + (upper - lower) * weight
  }
}
