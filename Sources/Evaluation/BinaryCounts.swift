/// How often something was said and was so, was said and was not so, and so on.
public struct BinaryCounts: Sendable, Hashable, Codable {
  /// Said, and so.
  public var truePositives = 0.0
  /// Said, and not so.
  public var falsePositives = 0.0
  /// Not said, though so.
  public var falseNegatives = 0.0
  /// Neither said nor so. Of no meaning for events, where nothing that is not there can be counted.
  public var trueNegatives = 0.0

  /// Counts; weighted ones need not be whole.
  public init(
    truePositives: Double = 0, falsePositives: Double = 0, falseNegatives: Double = 0,
    trueNegatives: Double = 0
  ) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
  }

  /// How often it was said.
  public var said: Double { truePositives + falsePositives }

  /// How often it is so.
  public var actual: Double { truePositives + falseNegatives }

  /// Of what was said, the share that is so; `nil` if nothing was said.
  public var precision: Double? { said > 0 ? truePositives / said : nil }

  /// Of what is so, the share that was said; `nil` if nothing is so.
  public var recall: Double? { actual > 0 ? truePositives / actual : nil }

  /// The harmonic mean of precision and recall, 0 where one of them is; `nil` if nothing is so and nothing
  /// was said.
  public var f1: Double? {
    let all = 2 * truePositives + falsePositives + falseNegatives
    return all > 0 ? 2 * truePositives / all : nil
  }

  /// Adds what was counted elsewhere.
  public static func += (one: inout BinaryCounts, other: BinaryCounts) { one.add(other, weight: 1) }

  /// Adds counts as if they had come `weight` times.
  public mutating func add(_ other: BinaryCounts, weight: Double) {
    truePositives += weight * other.truePositives
    falsePositives += weight * other.falsePositives
    falseNegatives += weight * other.falseNegatives
    trueNegatives += weight * other.trueNegatives
  }
}
