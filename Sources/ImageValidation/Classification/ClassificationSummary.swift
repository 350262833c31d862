/// How often a network is right, and what it takes for what.
public struct ClassificationSummary: Sendable, Equatable {
  /// A label and an answer.
  public struct Pair: Sendable, Hashable {
    /// The class that is right, by its place among the network's outputs, from 0.
    public let label: Int
    /// The class that was answered, likewise.
    public let predicted: Int

    /// Equal numbers are a right answer.
    public init(label: Int, predicted: Int) {
      self.label = label
      self.predicted = predicted
    }
  }

  /// Outputs of the network, whether or not an image shows each class.
  public let classCount: Int
  /// Images that have an answer.
  public private(set) var images = 0
  /// Images whose label is the best answer.
  public private(set) var correct = 0
  /// Images whose label is among the five best answers.
  public private(set) var correctInFive = 0
  /// How many images of a label got an answer; what never happened is not there.
  public private(set) var confusion: [Pair: Int] = [:]

  /// - Parameter classCount: Outputs of the network that gave the answers.
  public init(_ answers: some Sequence<Classification>, classCount: Int) {
    self.init(
      answers.lazy.map { (Pair(label: $0.image.label, predicted: $0.predicted), $0.rank) },
      classCount: classCount)
  }

  /// - Parameter answers: Each with the rank of its label, 0 for a right answer.
  public init(_ answers: some Sequence<(pair: Pair, rank: Int)>, classCount: Int) {
    self.classCount = classCount
    for (pair, rank) in answers {
      images += 1
      if rank == 0 { correct += 1 }
      if rank < 5 { correctInFive += 1 }
      confusion[pair, default: 0] += 1
    }
  }

  /// Share of images whose label is the best answer, 0…1; 0 without images.
  public var accuracy: Double { share(correct) }
  /// Share of images whose label is among the five best answers, 0…1; 0 without images.
  public var accuracyInFive: Double { share(correctInFive) }

  /// Where the accuracy on other images of the same kind lies, with 95 % confidence.
  ///
  /// Source: E. B. Wilson, *Probable inference, the law of succession, and statistical inference*,
  /// 1927.
  public var accuracyInterval: ClosedRange<Double> {
    guard images > 0 else { return 0...1 }
    let (count, z) = (Double(images), 1.959964)
    let middle = (accuracy + z * z / (2 * count)) / (1 + z * z / count)
    let spread =
      z / (1 + z * z / count)
      * (accuracy * (1 - accuracy) / count + z * z / (4 * count * count)).squareRoot()
    return max(0, middle - spread)...min(1, middle + spread)
  }

  /// Images of a class that have an answer, right or wrong.
  /// - Parameter label: The class's place among the network's outputs.
  public func images(of label: Int) -> Int {
    confusion.reduce(0) { $0 + ($1.key.label == label ? $1.value : 0) }
  }

  /// Wrong answers, the most frequent first.
  public var mistakes: [(pair: Pair, count: Int)] {
    confusion.filter { $0.key.label != $0.key.predicted }
      .map { (pair: $0.key, count: $0.value) }
      .sorted { one, other in
        one.count != other.count
          ? one.count > other.count
          : (one.pair.label, one.pair.predicted) < (other.pair.label, other.pair.predicted)
      }
  }

  private func share(_ count: Int) -> Double { images == 0 ? 0 : Double(count) / Double(images) }
}
