/// Levels as pixels.
struct SpectrogramRaster {
  let width: Int
  let height: Int
  /// RGB24, `[height, width]`, top row first: the highest band.
  let pixels: [UInt32]

  init(_ picture: SpectrogramPicture, width: Int, height: Int) {
    let bands = picture.bands.count
    let low = Float(picture.levelRange.lowerBound)
    let stepsPerDecibel =
      Float(ColourMap.steps - 1)
      / Float(picture.levelRange.upperBound - picture.levelRange.lowerBound)
    let rows = (0..<height).map { row in
      Blend(at: (Double(height - row) - 0.5) / Double(height) * Double(bands) - 0.5, of: bands)
    }
    var pixels = [UInt32](repeating: 0, count: width * height)
    var column = [Float](repeating: 0, count: bands)
    for x in 0..<width {
      Self.fill(&column, from: picture, x: x, of: width)
      for (y, row) in rows.enumerated() {
        let level = column[row.first] + (column[row.second] - column[row.first]) * row.share
        let step = ((level - low) * stepsPerDecibel).rounded()
        pixels[y * width + x] = ColourMap.pixels[Int(min(max(step, 0), Float(ColourMap.steps - 1)))]
      }
    }
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The levels of one pixel column: the loudest of the columns it shows, or, where columns are
  /// wider than pixels, a blend of the nearest two. Held finite, so that they can be blended.
  private static func fill(
    _ column: inout [Float], from picture: SpectrogramPicture, x: Int, of width: Int
  ) {
    let bands = picture.bands.count
    let columns = picture.columns
    let range = Float(picture.levelRange.lowerBound)...Float(picture.levelRange.upperBound)
    if columns >= width {
      let shown = x * columns / width..<(x + 1) * columns / width
      for band in 0..<bands {
        var loudest = -Float.infinity
        for index in shown { loudest = max(loudest, picture.levels[index * bands + band]) }
        column[band] = min(max(loudest, range.lowerBound), range.upperBound)
      }
    } else {
      let blend = Blend(at: (Double(x) + 0.5) / Double(width) * Double(columns) - 0.5, of: columns)
      for band in 0..<bands {
        let first = picture.levels[blend.first * bands + band]
        let second = picture.levels[blend.second * bands + band]
        let (near, far) = (
          min(max(first, range.lowerBound), range.upperBound),
          min(max(second, range.lowerBound), range.upperBound)
        )
        column[band] = near + (far - near) * blend.share
      }
    }
  }
}

/// Two neighbours and the share of the second, for a place between them.
private struct Blend {
  let first: Int
  let second: Int
  let share: Float

  init(at place: Double, of count: Int) {
    let held = min(max(place, 0), Double(count - 1))
    first = Int(held)
    second = min(first + 1, count - 1)
    share = Float(held - Double(first))
  }
}
