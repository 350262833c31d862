import AudioFeatures
import EventDetection
import SpeciesClassifier
import TestSupport
import Testing

/// Rates and windows of real bundles and awkward ones: native rate, model rate, hop, columns, frame
/// length, step in hops, seconds of a segment.
private let shapes: [[Int]] = [
  [48_000, 24_000, 600, 80, 1024, 40, 600],
  [44_100, 24_000, 281, 128, 512, 64, 600],
  [384_000, 48_000, 278, 96, 2048, 96, 600],
  [8_000, 22_050, 100, 16, 400, 1, 2],
  [11_025, 16_000, 160, 300, 512, 301, 2],
]

private func grid(_ shape: [Int]) throws -> SegmentGrid {
  let settings = FrontEndSettings(
    sampleRate: shape[1], frameLength: shape[4], fftLength: shape[4], hop: shape[2], window: .hann,
    mel: .init(bands: 16, lowest: 100, highest: 3000, scale: .htk, norm: .none),
    compression: .log(offset: 1e-6), normalisation: .fixed(mean: 0, deviation: 1),
    image: .init(
      columns: shape[3], height: 16, width: 16, channels: 1, fit: .crop, lowestBand: .first))
  return SegmentGrid(
    try AudioFeatures.WindowGrid(settings, step: shape[5] * shape[2]), modelRate: shape[1],
    nativeRate: shape[0], seconds: shape[6])
}

@Suite struct SegmentGridTests {
  @Test(arguments: shapes)
  func `segments tile the stream and begin on both rates' samples`(shape: [Int]) throws {
    let grid = try grid(shape)
    for index in 0..<200 {
      let segment = grid.segment(index)
      #expect(segment.range.start == Int64(index * shape[6] * shape[0]))
      #expect(segment.range.end == grid.segment(index + 1).range.start)
      // Native context and model-rate context are the same length of time.
      let context = segment.range.start - segment.readingStart
      #expect(context * Int64(shape[1]) == Int64(segment.contextLength * shape[0]))
      #expect(segment.contextLength == (index == 0 ? 0 : shape[1]))
    }
  }

  @Test(arguments: shapes)
  func `each window belongs to the segment it begins in`(shape: [Int]) throws {
    let grid = try grid(shape)
    let segment = grid.segment(3)
    let step = grid.windows.step
    #expect((segment.windowCount - 1) * step < shape[6] * shape[1])
    #expect(segment.windowCount * step >= shape[6] * shape[1])
    let lastStart = grid.range(of: segment.windowCount - 1, in: segment, frames: .max).start
    #expect(segment.range.start <= lastStart && lastStart < segment.range.end)
    #expect(segment.length == (segment.windowCount - 1) * step + grid.windows.windowLength)
  }

  @Test(arguments: shapes)
  func `windows begin and end in the native samples that hold their ends`(shape: [Int]) throws {
    let grid = try grid(shape)
    let segment = grid.segment(1)
    var random = SplitMix64(seed: 11)
    for _ in 0..<200 {
      let window = Int.random(in: 0..<segment.windowCount, using: &random)
      let range = grid.range(of: window, in: segment, frames: .max)
      // A native sample's position times the rates' product is a whole number: no rounding here.
      let (start, end) = (range.start - segment.range.start, range.end - segment.range.start)
      let first = Int64(window * grid.windows.step) * Int64(shape[0])
      let behind = first + Int64(grid.windows.windowLength) * Int64(shape[0])
      let rate = Int64(shape[1])
      #expect(start * rate <= first && (start + 1) * rate > first, "window \(window)")
      #expect(end * rate <= behind && (end + 1) * rate > behind, "window \(window)")
    }
  }

  @Test(arguments: shapes)
  func `at any length, windows cover the sound up to less than half a window from its end`(
    shape: [Int]
  ) throws {
    let grid = try grid(shape)
    let segmentFrames = Int64(shape[6] * shape[0])
    var random = SplitMix64(seed: 5)
    var lengths = (0..<300).map { _ in Int64.random(in: 1...3 * segmentFrames, using: &random) }
    lengths += [1, segmentFrames - 1, segmentFrames, segmentFrames + 1]
    for frames in lengths {
      var covered: Int64 = 0
      for index in 0..<grid.segmentCount(frames: frames) {
        let segment = grid.segment(index)
        let sound = grid.soundLength(of: segment, frames: frames)
        for window in 0..<min(grid.windows.windowCount(sound: sound), segment.windowCount) {
          let range = grid.range(of: window, in: segment, frames: frames)
          #expect(range.start <= covered && range.end <= frames, "\(frames) frames leave a hole")
          covered = max(covered, range.end)
        }
      }
      let half = Int64(grid.windows.windowLength) * Int64(shape[0]) / Int64(2 * shape[1]) + 1
      #expect(frames - covered <= half, "\(frames) frames")
    }
  }

  @Test func `a day at 384 kHz is 144 segments and positions stay exact`() throws {
    let grid = try grid([384_000, 22_050, 315, 80, 1024, 40, 600])
    let day: Int64 = 86_400 * 384_000
    #expect(grid.segmentCount(frames: day) == 144)
    let last = grid.segment(143)
    #expect(last.range.end == day)
    // Window 7 of the last segment begins 7 · 40 · 315 / 22,050 = 4 seconds in.
    #expect(grid.range(of: 7, in: last, frames: day).start == last.range.start + 4 * 384_000)
  }

  @Test func `no sound is no segment`() throws {
    let grid = try grid(shapes[0])
    #expect(grid.segmentCount(frames: 0) == 0)
  }
}
