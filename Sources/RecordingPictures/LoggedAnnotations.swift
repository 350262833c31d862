import AudioIO
import ContentDigest
import EventDetection
public import EventLog
import Foundation
public import Pictures
import SystemFiles

extension RecordingPicture {
  /// What current decisions of a log say was heard in the recording, by start.
  ///
  /// The recording is known by its content, wherever it lay when it was analysed. A clip that a station kept
  /// is known by its place or its name; shown is what was heard in its stream then.
  public func annotations(from log: EventLog) throws(RecordingPictureError) -> [Annotation] {
    let digest: String?
    do {
      digest = try SHA256.hexadecimal(ofFile: path)
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
    guard let sha256 = digest else { preconditionFailure("nobody asked for the reading to stop") }
    let channel: AnalysedChannel =
      switch stream {
      case .channel(let index): .index(index)
      case .mix: .mix
      }
    do {
      guard try log.analysedChannels(ofRecording: sha256).contains(channel) else {
        if let clip = try clipAnnotations(from: log) { return clip }
        throw RecordingPictureError.notInLog(path: path, channel: number, log: log.path)
      }
      var annotations: [Annotation] = []
      try log.forEachEvent(EventFilter(paths: try log.paths(ofRecording: sha256))) { event in
        guard event.sha256 == sha256, event.channel == channel else { return }
        annotations.append(Annotation(event))
      }
      return annotations
    } catch let error as RecordingPictureError {
      throw error
    } catch let error as EventLogError {
      throw .log(error)
    } catch {
      preconditionFailure("a log fails with its own errors only: \(error)")
    }
  }

  /// - Returns: `nil` if the log knows no such clip, or the file does not say where in its stream it lies.
  private func clipAnnotations(from log: EventLog) throws -> [Annotation]? {
    guard let stream = try log.stream(ofClip: path), let range = try streamRange() else {
      return nil
    }
    return try log.events(of: stream, touching: range).map { event in
      var annotation = Annotation(event)
      let rate = Double(event.sampleRate)
      annotation.startSeconds = Double(max(event.range.start, range.start) - range.start) / rate
      annotation.endSeconds = Double(min(event.range.end, range.end) - range.start) / rate
      return annotation
    }
  }

  /// Which samples of its stream a clip has.
  private func streamRange() throws(RecordingPictureError) -> SampleRange? {
    let fields: [String: String]
    do throws(AudioError) {
      let file = try SoundFile(path: path)
      fields = try RecorderMetadata.read(from: file, timeZone: timeZone).otherFields
    } catch {
      throw .sound(error)
    }
    let bounds = (fields["earshot|Stream Samples"] ?? "").split(separator: "-").map { Int64($0) }
    guard bounds.count == 2, let start = bounds[0], let end = bounds[1], start < end else {
      return nil
    }
    return SampleRange(start: start, end: end)
  }

  /// The channel as people count; `nil` for the mix.
  private var number: Int? {
    if case .channel(let index) = stream { index + 1 } else { nil }
  }
}

extension Annotation {
  fileprivate init(_ event: LoggedEvent) {
    let kind: Kind =
      switch event.taxon.kind {
      case .species: .species
      case .human: .human
      case .background: .background
      }
    self.init(
      startSeconds: event.startSeconds, endSeconds: event.endSeconds,
      label: event.taxon.commonName, score: Double(event.peakScore), kind: kind)
  }
}
