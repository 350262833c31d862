import AudioFeatures
import TestSupport
import Testing

@Suite struct WindowGridTests {
  /// A window of 50 samples: 5 columns, 10 apart, of 10 samples; frames as short as that are refused
  /// by a front end, but the grid's arithmetic is the same.
  private func settings() -> FrontEndSettings {
    var settings = TestSettings.small()
    settings.hop = 10
    settings.frameLength = 10
    settings.image.columns = 5
    return settings
  }

  @Test(arguments: [10, 20, 30, 40, 50])
  func `every sample is in a window or counted as uncovered`(step: Int) throws {
    let grid = try WindowGrid(settings(), step: step)
    for sound in 0...400 {
      // The definition, sample by sample.
      var covered = [Bool](repeating: false, count: sound)
      var windows = 0
      while windows * step + 50 <= sound {
        for i in windows * step..<windows * step + 50 { covered[i] = true }
        windows += 1
      }
      if covered.contains(false), 2 * (sound - windows * step) >= 50 {
        for i in windows * step..<sound { covered[i] = true }
        windows += 1
      }
      #expect(grid.windowCount(sound: sound) == windows, "\(sound) samples")
      #expect(grid.uncovered(sound: sound) == covered.count { !$0 }, "\(sound) samples")
    }
  }

  @Test func `a stream keeps to the grid, and completes its last window with zeros`() throws {
    let frontEnd = try TestSettings.frontEnd(TestSettings.small())
    let sound = testSignal(seed: 5, count: 6000)
    let size = 20 * 12
    for (step, counts) in [(1300, [0, 1, 677, 678, 1356, 1357, 2656]), (400, [1355, 1357, 6000])] {
      let grid = try WindowGrid(frontEnd.settings, step: step)
      for count in counts {
        let images = try frontEnd.images(of: sound.span.extracting(first: count), step: step)
        #expect(images.shape[0] == grid.windowCount(sound: count), "\(count) samples")
        #expect(images.uncovered == grid.uncovered(sound: count), "\(count) samples")
        let zeros = [Float](repeating: 0, count: 2000)
        let padded = Array(sound[..<count]) + zeros
        let longer = try frontEnd.images(of: padded.span, step: step)
        let same = Array(longer.values[..<(images.shape[0] * size)])
        #expect(differences(images.values, same) == 0, "\(count) samples")
      }
    }
  }

  @Test(arguments: [
    (0, "from 100 to 1356"), (1400, "from 100 to 1356"), (150, "a multiple of the hop, 100"),
  ])
  func `a step that loses sound or columns is refused`(step: Int, requirement: String) throws {
    let frontEnd = try TestSettings.frontEnd(TestSettings.small())
    let refusal = FrontEndError.impossible(
      "the windows' step", value: "\(step)", requirement: requirement)
    #expect(throws: refusal) { _ = try WindowStream(frontEnd, step: step) }
    #expect(throws: refusal) { _ = try WindowGrid(frontEnd.settings, step: step) }
  }
}
