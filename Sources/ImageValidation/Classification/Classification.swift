/// What a network said of one labelled image.
public struct Classification: Sendable, Equatable {
  /// The file and its label.
  public let image: ImageFolder.Image
  /// The classes with the highest outputs, the highest first, at most five; of equal ones the first
  /// in the network's order.
  public let best: [Int]
  /// How many classes stand before the label's, 0 for a right answer.
  public let rank: Int
  /// All outputs, or none where they are not kept.
  public let outputs: [Float]
  /// What the image's decoder had to guess; `nil` for a sound file.
  public let guess: String?

  /// The class with the highest output, by its place among them.
  public var predicted: Int { best[0] }
  /// Whether the label is the best answer.
  public var isCorrect: Bool { rank == 0 }

  /// - Precondition: The label is one of the outputs.
  init(_ image: ImageFolder.Image, outputs: [Float], keepsOutputs: Bool, guess: String?) {
    self.image = image
    self.outputs = keepsOutputs ? outputs : []
    self.guess = guess
    func comesFirst(_ one: Int, _ other: Int) -> Bool {
      outputs[one] > outputs[other] || outputs[one] == outputs[other] && one < other
    }
    rank = outputs.indices.count { comesFirst($0, image.label) }
    var best: [Int] = []
    for candidate in outputs.indices {
      if best.count == 5, comesFirst(best[4], candidate) { continue }
      best.insert(candidate, at: best.firstIndex { comesFirst(candidate, $0) } ?? best.count)
      if best.count > 5 { best.removeLast() }
    }
    self.best = best
  }
}
