import SeededRandom

/// Parts of a cross-validation: clips of one recording stay together, and each class is spread as evenly as its
/// recordings allow.
struct FoldAssignment {
  let foldCount: Int
  /// Of each clip, from 0.
  let folds: [Int]

  /// - Parameters:
  ///   - wanted: Parts at most; there are no more than recordings.
  ///   - seed: Decides between recordings that are alike.
  init(_ clips: [TrainingPlan.Clip], folds wanted: Int, seed: UInt64) {
    var recordings: [String: [Int]] = [:]
    for (index, clip) in clips.enumerated() {
      recordings[clip.recording, default: []].append(index)
    }
    foldCount = max(min(wanted, recordings.count), 1)
    let classCount = clips.first?.truths.count ?? 0
    var random = SeededGenerator(seed: seed, "folds")
    let byName = recordings.sorted { $0.key < $1.key }
    let order = random.permutation(of: byName.count).map { byName[$0] }

    /// How many clips of each class a recording has.
    func counts(_ members: [Int]) -> [Int] {
      (0..<classCount).map { index in
        members.count { clips[$0].truths[index] == .present }
      }
    }
    let totals = counts(Array(clips.indices))
    // Recordings of the rarest classes choose first, and of them the largest.
    func rarity(_ members: [Int]) -> Int {
      let own = counts(members)
      return own.indices.filter { own[$0] > 0 }.map { totals[$0] }.min() ?? .max
    }
    let ranked = order.enumerated().map { place, entry in
      (rarity: rarity(entry.value), size: entry.value.count, place: place, members: entry.value)
    }.sorted { ($0.rarity, $1.size, $0.place) < ($1.rarity, $0.size, $1.place) }

    var filled = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: foldCount)
    var sizes = [Int](repeating: 0, count: foldCount)
    var folds = [Int](repeating: 0, count: clips.count)
    for entry in ranked {
      let own = counts(entry.members)
      // Where these classes are fewest, and then where the fewest clips are.
      let costs = (0..<foldCount).map { fold in
        zip(own, filled[fold]).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
      }
      let best =
        (0..<foldCount).min { (costs[$0], sizes[$0], $0) < (costs[$1], sizes[$1], $1) } ?? 0
      for index in own.indices { filled[best][index] += own[index] }
      sizes[best] += entry.members.count
      for member in entry.members { folds[member] = best }
    }
    self.folds = folds
  }
}
