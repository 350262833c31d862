public import AudioIO
public import EventDetection
public import EventLog
public import Foundation
import SpeciesClassifier

/// A recording's channel analysed in memory, without a log.
public struct RecordingAnalysis: Sendable {
  /// Hz.
  public let sampleRate: Int
  /// Samples of the channel that the file has, at its own rate.
  public let frames: Int64
  /// `nil` if nothing tells when it was recorded.
  public let timeline: Timeline?
  /// The windows that a log would store, by start.
  public let windows: StoredWindows
  /// What the plan's rule makes of ``windows``.
  public let detections: Detections

  /// - Parameters:
  ///   - timeZone: Of the site, for recorders that do not say.
  /// - Throws: ``SurveyError``; what ``AnalysisPlan`` throws.
  public init(
    path: String, stream: ChannelStream, plan: AnalysisPlan, timeZone: TimeZone? = nil
  ) throws {
    do {
      let file = try SoundFile(path: path)
      sampleRate = file.sampleRate
      frames = file.frames
      let start = try RecorderMetadata.read(from: file, timeZone: timeZone).start
      timeline = Timeline(
        anchors: start.map { [TimeAnchor($0)] } ?? [], sampleRate: file.sampleRate)
      var analysis = try StreamAnalysis(
        stream, frames: file.frames, sampleRate: file.sampleRate, plan: plan)
      var worker = try SegmentWorker(plan.bundle, step: plan.step)
      var reader = try ChannelReader(file, stream)
      for index in 0..<analysis.segmentCount {
        let segment = analysis.grid.segment(index)
        let result = try worker.analyse(
          segment, of: &reader, grid: analysis.grid, stop: { false })
        if let result { analysis.add(result, segment: index) }
      }
      windows = analysis.windows
    } catch let error as AudioError {
      throw SurveyError.sound(error)
    }
    detections = try plan.detections(in: windows, nativeRate: sampleRate, timeline: timeline)
  }
}
