import SeededRandom
import TestSupport
import Testing

@testable import HeadTraining

@Suite struct FoldAssignmentTests {
  /// Clips of `classes` classes, of recordings with one to four clips.
  private func clips(seed: UInt64, classes: Int) -> [TrainingPlan.Clip] {
    var random = SplitMix64(seed: seed)
    return (0..<classes).flatMap { index in
      (0..<Int.random(in: 2...9, using: &random)).flatMap { recording in
        (0..<Int.random(in: 1...4, using: &random)).map { number in
          TrainingPlan.Clip(
            source: nil, name: "\(index)-\(recording)-\(number)",
            recording: "\(index)-\(recording)",
            truths: (0..<classes).map { $0 == index ? .present : .absent })
        }
      }
    }
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `no recording is parted, and every class is in as many folds as it can be`(seed: UInt64) {
    let clips = clips(seed: seed, classes: 4)
    let assignment = FoldAssignment(clips, folds: 5, seed: seed)
    #expect(assignment.folds.allSatisfy { (0..<assignment.foldCount).contains($0) })
    var folds: [String: Set<Int>] = [:]
    for (clip, fold) in zip(clips, assignment.folds) {
      folds[clip.recording, default: []].insert(fold)
    }
    #expect(folds.values.allSatisfy { $0.count == 1 })
    for index in 0..<4 {
      let own = clips.indices.filter { clips[$0].truths[index] == .present }
      let recordings = Set(own.map { clips[$0].recording }).count
      let spread = Set(own.map { assignment.folds[$0] }).count
      #expect(spread == min(recordings, 5), "class \(index)")
    }
  }

  @Test func `the seed decides, and nothing else`() {
    let alike = (10..<22).map { number in
      TrainingPlan.Clip(
        source: nil, name: "clip \(number)", recording: "\(number)", truths: [.present])
    }
    func folds(seed: UInt64) -> [Int] { FoldAssignment(alike, folds: 12, seed: seed).folds }
    for seed in 1...20 as ClosedRange<UInt64> {
      // Recordings that are alike take the folds in the order in which they are drawn.
      var random = SeededGenerator(seed: seed, "folds")
      let drawn = random.permutation(of: 12)
      let own = folds(seed: seed)
      #expect(drawn.map { own[$0] } == Array(0..<12), "seed \(seed)")
      #expect(own == folds(seed: seed) && own != folds(seed: seed + 1), "seed \(seed)")
    }
    let clips = clips(seed: 3, classes: 3)
    #expect(
      FoldAssignment(clips, folds: 50, seed: 1).foldCount <= Set(clips.map(\.recording)).count)
  }
}
