import AudioIO
import SpeciesClassifier

/// What a thread of a survey is given. Recordings are known by their place in the list of findings.
enum SurveyWork: Sendable {
  case inspect(recording: Int, path: String)
  /// Segments of a channel, in this order: all of them where the file is best read by one reader.
  case analyse(recording: Int, path: String, streamIndex: Int, StreamWork)

  struct StreamWork: Sendable {
    let stream: ChannelStream
    let grid: SegmentGrid
    let segments: Range<Int>
  }
}

/// What became of it.
enum SurveyOutcome: Sendable {
  case inspected(recording: Int, Result<Inspection, SurveyError>)
  case analysed(recording: Int, streamIndex: Int, segment: Int, SegmentResult)
  case failed(recording: Int, SurveyError)
  /// A thread was told to stop and left its work.
  case stopped
  /// A thread has no memory for the model.
  case unable(BundleError)
}

/// One thread of a survey: takes work until there is none.
struct SurveyThread: ~Copyable {
  private let board: WorkBoard<SurveyWork, SurveyOutcome>
  private let settings: SurveySettings
  private let stop: @Sendable () -> Bool
  private var worker: SegmentWorker
  /// The channel read last: the next segment is mostly of the same.
  private var open: OpenChannel?

  private struct OpenChannel: ~Copyable {
    let recording: Int
    let streamIndex: Int
    var reader: ChannelReader
  }

  init(
    _ plan: AnalysisPlan, _ settings: SurveySettings, board: WorkBoard<SurveyWork, SurveyOutcome>,
    stop: @escaping @Sendable () -> Bool
  ) throws(BundleError) {
    self.board = board
    self.settings = settings
    self.stop = stop
    worker = try SegmentWorker(plan.bundle, step: plan.step)
  }

  mutating func run() {
    while let work = board.take() {
      switch work {
      case .inspect(let recording, let path):
        inspect(recording, path)
      case .analyse(let recording, let path, let streamIndex, let work):
        do throws(AudioError) {
          try analyse(recording, path, streamIndex, work)
        } catch {
          open = nil
          board.deliver(.failed(recording: recording, .sound(error)))
        }
      }
    }
  }

  private func inspect(_ recording: Int, _ path: String) {
    do throws(SurveyError) {
      let inspection = try Inspection(
        path: path, channel: settings.channel, timeZone: settings.timeZone, stop: stop)
      board.deliver(
        inspection.map { .inspected(recording: recording, .success($0)) } ?? .stopped)
    } catch {
      board.deliver(.inspected(recording: recording, .failure(error)))
    }
  }

  private mutating func analyse(
    _ recording: Int, _ path: String, _ streamIndex: Int, _ work: SurveyWork.StreamWork
  ) throws(AudioError) {
    var channel = try openChannel(recording, path, streamIndex, work.stream)
    for segment in work.segments {
      let result = try worker.analyse(
        work.grid.segment(segment), of: &channel.reader, grid: work.grid, stop: stop)
      guard let result else {
        board.deliver(.stopped)
        return
      }
      board.deliver(
        .analysed(
          recording: recording, streamIndex: streamIndex, segment: segment, result))
    }
    open = consume channel
  }

  /// The channel that is open, if it is the one; else it is opened anew.
  private mutating func openChannel(
    _ recording: Int, _ path: String, _ streamIndex: Int, _ stream: ChannelStream
  ) throws(AudioError) -> OpenChannel {
    if let channel = open.take(), channel.recording == recording,
      channel.streamIndex == streamIndex
    {
      return channel
    }
    return OpenChannel(
      recording: recording, streamIndex: streamIndex,
      reader: try ChannelReader(try SoundFile(path: path), stream))
  }
}
