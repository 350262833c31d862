import Foundation

/// A colour of an sRGB screen, components 0…1.
struct Colour: Sendable, Equatable {
  var red, green, blue: Double

  init(red: Double, green: Double, blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  init(grey: Double) { self.init(red: grey, green: grey, blue: grey) }

  /// A colour by how it looks: lightness 0…1, chroma from 0 for grey, hue in degrees.
  ///
  /// Chroma that a screen cannot show at this lightness and hue is reduced until it can, so that
  /// lightness and hue are always as asked.
  ///
  /// Source: B. Ottosson, *A perceptual color space for image processing* (Oklab), 2020.
  init(lightness: Double, chroma: Double, hue: Double) {
    func linear(_ chroma: Double) -> [Double] {
      let a = chroma * cos(hue * .pi / 180)
      let b = chroma * sin(hue * .pi / 180)
      let l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
      let m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
      let s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
      return [
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
      ]
    }
    var shown = 0.0
    var step = chroma
    // Halving 20 times ends within a millionth of the largest chroma there is.
    for _ in 0...20 {
      if shown + step <= chroma, linear(shown + step).allSatisfy((-1e-9...1 + 1e-9).contains) {
        shown += step
      }
      step /= 2
    }
    let encoded = linear(shown).map { light in
      let light = min(max(light, 0), 1)
      return light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055
    }
    self.init(red: encoded[0], green: encoded[1], blue: encoded[2])
  }

  /// 8 bits a component, as cairo's image format RGB24 has them.
  var pixel: UInt32 {
    func byte(_ component: Double) -> UInt32 { UInt32((component * 255).rounded()) }
    return byte(red) << 16 | byte(green) << 8 | byte(blue)
  }
}
