/// How a pixel between pixels is mixed from its neighbours.
public enum ResamplingFilter: Sendable, CaseIterable {
  /// A triangle: `BILINEAR` of Pillow and torchvision.
  case bilinear
  /// Keys' cubic convolution with a = -0.5: Pillow's default, `BICUBIC`.
  ///
  /// Source: R. G. Keys, *Cubic convolution interpolation for digital image processing*, 1981.
  case bicubic

  /// How far the filter reaches, in pixels of the smaller image.
  var support: Double {
    switch self {
    case .bilinear: 1
    case .bicubic: 2
    }
  }

  /// The weight at a distance. Written as Pillow evaluates it: another order of operations would
  /// round to other integers.
  func weight(at distance: Double) -> Double {
    let x = abs(distance)
    switch self {
    case .bilinear:
      return x < 1 ? 1 - x : 0
    case .bicubic:
      let a = -0.5
      if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
      if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
      return 0
    }
  }
}
