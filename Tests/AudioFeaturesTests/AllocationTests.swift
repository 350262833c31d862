import AllocationCounter
import AudioFeatures
import Testing

@Suite struct AllocationTests {
  @Test(.enabled(if: counts_allocations(), "a sanitizer has the allocator"))
  func `a stream allocates nothing, whatever its settings`() throws {
    let before = allocation_count()
    let sound = testSignal(seed: 3, count: 30_000)
    #expect(allocation_count() > before, "the counter does not count")
    for settings in TestSettings.kinds {
      var settings = settings
      for (fit, height, width) in [(ImageFit.crop, 17, 10), (.resize, 33, 7)] {
        settings.image.fit = fit
        settings.image.height = height
        settings.image.width = width
        for channels in [1, 3] {
          settings.image.channels = channels
          var stream = try WindowStream(TestSettings.frontEnd(settings), step: 300)
          var windows = 0
          let before = allocation_count()
          for start in stride(from: 0, to: sound.count, by: 1000) {
            stream.process(sound.span.extracting(start..<start + 1000)) { _, _ in windows += 1 }
          }
          stream.reset()
          #expect(allocation_count() == before, "\(settings)")
          #expect(windows == 96)
        }
      }
    }
  }
}
