import AudioFeatures
import AudioIO
import ContentDigest
import Foundation
import QuantizedInference
import SpeciesClassifier
import Survey

/// Where the time goes on the way from recordings to logits, on one thread, in the order and the
/// blocks of `earshot classify`.
struct PipelineBenchmark: Encodable {
  /// Of all recordings together, seconds.
  struct Stages: Encodable {
    let digest: Double
    let decode: Double
    let resample: Double
    let frontEnd: Double
    let network: Double
  }

  let stages: Stages
  let windows: Int
  /// For each recording the int8 logits of all its windows, `[windows, classes]`, in base 64.
  let logits: [Data]
}

private enum Stage { case digest, decode, resample, frontEnd, network }

/// - Parameters:
///   - bundle: A model bundle's folder; its own step is taken.
///   - recordings: Paths; of each the first channel.
func benchmarkPipeline(bundle path: String, recordings: [String]) throws -> PipelineBenchmark {
  let bundle = try ModelBundle(path: path)
  let stream = try WindowStream(bundle.frontEnd, step: bundle.defaultStep)
  var passage = Passage(
    stream: stream, session: try Session(bundle.model),
    logits: [Int8](repeating: 0, count: bundle.classes.count))
  let logits = try recordings.map { try passage.take($0, bundle: bundle) }
  let watch = passage.watch
  return PipelineBenchmark(
    stages: PipelineBenchmark.Stages(
      digest: watch.seconds(.digest), decode: watch.seconds(.decode),
      resample: watch.seconds(.resample), frontEnd: watch.seconds(.frontEnd),
      network: watch.seconds(.network)),
    windows: logits.reduce(0) { $0 + $1.count } / bundle.classes.count,
    logits: logits.map { Data($0.map { UInt8(bitPattern: $0) }) })
}

private struct Passage: ~Copyable {
  var stream: WindowStream
  var session: Session
  var logits: [Int8]
  var watch = Stopwatch<Stage>()

  init(stream: consuming WindowStream, session: consuming Session, logits: [Int8]) {
    self.stream = stream
    self.session = session
    self.logits = logits
  }

  /// - Returns: The logits of all windows of one recording.
  mutating func take(_ path: String, bundle: ModelBundle) throws -> [Int8] {
    var all: [Int8] = []
    _ = try SHA256.hexadecimal(ofFile: path)
    watch.mark(.digest)
    var reader = try ChannelReader(try SoundFile(path: path), .channel(0))
    var block = [Float](repeating: 0, count: ChannelReader.largestBlock)
    let grid = try bundle.grid(step: bundle.defaultStep, nativeRate: reader.sampleRate)
    for index in 0..<grid.segmentCount(frames: reader.file.frames) {
      _ = try reader.read(
        grid.segment(index), grid: grid, block: &block,
        goOn: { _, _ in
          watch.mark(.decode)
          return true
        },
        take: { samples in
          watch.mark(.resample)
          stream.process(samples) { _, image in
            watch.mark(.frontEnd)
            session.run(image, into: &logits, appendingTo: &all)
            watch.mark(.network)
          }
          watch.mark(.frontEnd)
        })
      // What came after the last samples: the filter's end, or reading the end of the file.
      watch.mark(.resample)
      _ = stream.finish { _, image in
        watch.mark(.frontEnd)
        session.run(image, into: &logits, appendingTo: &all)
        watch.mark(.network)
      }
      stream.reset()
      watch.mark(.frontEnd)
    }
    return all
  }
}

extension Session {
  fileprivate mutating func run(
    _ image: Span<Int8>, into logits: inout [Int8], appendingTo all: inout [Int8]
  ) {
    var output = logits.mutableSpan
    run(image, into: &output)
    all.append(contentsOf: logits)
  }
}
