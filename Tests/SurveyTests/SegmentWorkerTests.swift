import AudioFeatures
import AudioIO
import Foundation
import SpeciesClassifier
import TestSupport
import Testing

@testable import Survey

@Suite struct SegmentWorkerTests {
  @Test(arguments: [1, 160, 999, 65_536])
  func `segments give the same scores whatever the blocks, and in any order`(blockLength: Int)
    throws
  {
    let ground = try SurveyGround()
    try ground.fill()
    let path = ground.recordings.appending(path: "20250607_032000.wav").path
    let plan = try ground.plan(segmentSeconds: 2)
    let grid = try plan.grid(nativeRate: 22_050)

    func scores(_ segments: [Int], blockLength: Int) throws -> [Int: SegmentScores] {
      var worker = try SegmentWorker(plan.bundle, step: plan.step, blockLength: blockLength)
      var reader = try ChannelReader(SoundFile(path: path), .channel(0))
      var found: [Int: SegmentScores] = [:]
      for index in segments {
        let result = try worker.analyse(
          grid.segment(index), of: &reader, grid: grid, stop: { false })
        found[index] = try #require(result).scores
      }
      return found
    }

    let whole = try scores([0, 1, 2], blockLength: 4096)
    #expect(whole.values.allSatisfy { $0.windowCount > 4 })
    #expect(try scores([2, 0, 1], blockLength: blockLength) == whole)
  }

  @Test func `what training reads is what the network is given, across segment borders`() throws {
    // Eleven minutes: the tiny model's windows of both segments.
    let ground = try SurveyGround()
    try ground.write("long.wav", TestScene.busy(rate: 8_000, seconds: 660, seed: 6).wav())
    let path = ground.recordings.appending(path: "long.wav").path
    let plan = try ground.plan(segmentSeconds: 600)
    var images = try RecordingImages(
      path: path, stream: .channel(0), frontEnd: plan.bundle.frontEnd, step: plan.step)
    let grid = try plan.grid(nativeRate: 8_000)
    var worker = try SegmentWorker(plan.bundle, step: plan.step)
    var reader = try ChannelReader(SoundFile(path: path), .channel(0))
    var windows = 0
    for index in 0..<2 {
      windows += try #require(
        try worker.analyse(grid.segment(index), of: &reader, grid: grid, stop: { false })
      ).scores.windowCount
    }
    var count = 0
    try images.forEachImage { image in
      count += 1
      #expect(image.count == plan.bundle.frontEnd.imageShape.reduce(1, *))
    }
    #expect(count == windows && windows > 2500 && images.lostSeconds == 0)
  }
}
