import AudioFeatures
import Dispatch
import Synchronization
import TestSupport
import Testing

@Suite struct WindowStreamTests {
  private static let sound = testSignal(seed: 7, count: 20_000)

  /// The stream's images in order, given its samples in blocks of these sizes, repeated.
  private func images(
    _ stream: inout WindowStream, of sound: [Float], blocks: [Int]
  ) -> (values: [Int8], uncovered: Int) {
    var values: [Int8] = []
    var windows = 0
    func keep(_ index: Int, _ image: Span<Int8>) {
      #expect(index == windows)
      windows += 1
      for i in image.indices { values.append(image[i]) }
    }
    var start = 0
    var block = 0
    while start < sound.count {
      let end = min(start + blocks[block % blocks.count], sound.count)
      stream.process(sound.span.extracting(start..<end), keep)
      start = end
      block += 1
    }
    let uncovered = stream.finish(keep)
    return (values, uncovered)
  }

  @Test(arguments: TestSettings.kinds, [100, 600, 1300])
  func `blocks of any size give the same bytes, again after reset`(
    settings: FrontEndSettings, step: Int
  ) throws {
    let frontEnd = try TestSettings.frontEnd(settings)
    let whole = try frontEnd.images(of: Self.sound.span, step: step)
    let grid = try WindowGrid(settings, step: step)
    #expect(whole.shape == [grid.windowCount(sound: 20_000), 20, 12, 1])
    #expect(Set(whole.values).count > 100, "a dull picture hides faults")
    var stream = try WindowStream(frontEnd, step: step)
    var random = SplitMix64(seed: 1)
    let someSizes = (0..<50).map { _ in Int.random(in: 0...700, using: &random) }
    for blocks in [[1], [99], [100], [101], [256, 1], [8448], [20_000], someSizes] {
      stream.reset()
      let ours = images(&stream, of: Self.sound, blocks: blocks)
      #expect(differences(ours.values, whole.values) == 0, "blocks of \(blocks)")
      #expect(ours.uncovered == whole.uncovered, "blocks of \(blocks)")
    }
  }

  @Test(arguments: TestSettings.kinds)
  func `a reset in the midst of a window leaves nothing behind`(settings: FrontEndSettings) throws {
    let frontEnd = try TestSettings.frontEnd(settings)
    var stream = try WindowStream(frontEnd, step: 600)
    let fresh = images(&stream, of: Self.sound, blocks: [1000])
    stream.reset()
    let loud = [Float](repeating: 0.9, count: 3333)
    stream.process(loud.span) { _, _ in }
    stream.reset()
    let again = images(&stream, of: Self.sound, blocks: [1000])
    #expect(differences(again.values, fresh.values) == 0)
  }

  @Test(arguments: TestSettings.kinds)
  func `a window is what its own samples alone would give`(settings: FrontEndSettings) throws {
    let frontEnd = try TestSettings.frontEnd(settings)
    let step = 300
    let all = try frontEnd.images(of: Self.sound.span, step: step)
    let size = 20 * 12
    for window in 0..<(20_000 - 1356) / step + 1 {
      let samples = Self.sound.span.extracting(window * step..<window * step + 1356)
      let alone = try frontEnd.images(of: samples, step: step)
      let shared = Array(all.values[window * size..<(window + 1) * size])
      #expect(differences(alone.values, shared) == 0, "window \(window)")
    }
  }

  @Test func `streams of one front end in several threads give the same bytes`() throws {
    let frontEnd = try TestSettings.frontEnd(TestSettings.small(compression: TestSettings.pcen))
    let alone = try frontEnd.images(of: Self.sound.span, step: 100)
    let results = Mutex<[WindowImages?]>([])
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      // Another plan, made while the others run, must not disturb them.
      let another = try? TestSettings.frontEnd(TestSettings.small())
      let images = try? frontEnd.images(of: Self.sound.span, step: 100)
      results.withLock { $0.append(another == nil ? nil : images) }
    }
    let together = results.withLock { $0 }
    #expect(together.count == 16)
    for images in together {
      #expect(differences(try #require(images).values, alone.values) == 0)
    }
  }

  @Test func `a new process gives the same bytes`() async throws {
    let here = try TestSettings.frontEnd(TestSettings.small())
      .images(of: Self.sound.span, step: 100).values.map(Int.init)
    await #expect(processExitsWith: .success) { [here = here as [Int]] in
      let there = try TestSettings.frontEnd(TestSettings.small())
        .images(of: testSignal(seed: 7, count: 20_000).span, step: 100).values.map(Int.init)
      let same = there == here
      #expect(same)
    }
  }

  @Test(arguments: TestSettings.kinds)
  func `samples that are no sound count as silence`(settings: FrontEndSettings) throws {
    let frontEnd = try TestSettings.frontEnd(settings)
    var silenced = Self.sound
    var broken = Self.sound
    let noSound: [Float] = [
      .nan, .infinity, -.infinity, .signalingNaN, 65_537, -.greatestFiniteMagnitude,
    ]
    for (i, sample) in noSound.enumerated() {
      silenced[1000 + 777 * i] = 0
      broken[1000 + 777 * i] = sample
    }
    let expected = try frontEnd.images(of: silenced.span, step: 600)
    let ours = try frontEnd.images(of: broken.span, step: 600)
    #expect(differences(ours.values, expected.values) == 0)
    let unbroken = try frontEnd.images(of: Self.sound.span, step: 600)
    #expect(differences(unbroken.values, expected.values) > 0)
  }

  @Test func `an error of the body ends the call and passes through`() throws {
    struct Full: Error, Equatable {}
    var stream = try WindowStream(TestSettings.frontEnd(TestSettings.small()), step: 100)
    var seen = 0
    #expect(throws: Full()) {
      try stream.process(Self.sound.span) { index, _ in
        seen = index
        if index == 3 { throw Full() }
      }
    }
    #expect(seen == 3)
  }
}
