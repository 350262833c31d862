/// The hue of each species of a picture, degrees.
///
/// A hue follows from the name, so that a species has one colour in every picture. Where two species
/// of one picture would look alike, the one that is later in the alphabet turns on until it does not.
/// Those of the model that comes with earshot never do.
struct SpeciesHues {
  /// Degrees between hues that are told apart on thin bars and frames.
  static let leastDistance = 20.0

  private var hues: [String: Double] = [:]

  init(_ names: some Sequence<String>) {
    for name in Set(names).sorted() {
      let own = Self.hue(of: name)
      let free = stride(from: 0.0, to: 360, by: 1).lazy.map { own + $0 }
        .first { hue in hues.values.allSatisfy { Self.distance(hue, $0) >= Self.leastDistance } }
      // Of more species than the circle has room for, some look alike.
      hues[name] = (free ?? own).truncatingRemainder(dividingBy: 360)
    }
  }

  /// - Precondition: `name` is one of those given.
  subscript(name: String) -> Double {
    guard let hue = hues[name] else { preconditionFailure("\(name) was not given") }
    return hue
  }

  /// The name's own, a whole number of degrees.
  ///
  /// Source: FNV-1a, G. Fowler, L. C. Noll, K.-P. Vo, 64 bits. Its usual start is changed by the one
  /// number among the first two million that sets the shipped model's twelve species furthest apart,
  /// 23 degrees.
  static func hue(of name: String) -> Double {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ 1_735_539
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Double(hash % 360)
  }

  /// Along the shorter way round the circle.
  static func distance(_ one: Double, _ other: Double) -> Double {
    let turn = abs(one - other).truncatingRemainder(dividingBy: 360)
    return min(turn, 360 - turn)
  }
}
