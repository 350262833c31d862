import AudioIO
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier

extension RecordingDescription {
  /// - Parameter streams: The channels that were analysed: their level and damage are the
  ///   recording's.
  init(_ inspection: Inspection, streams: [StreamAnalysis], site: Deployment?) {
    let metadata = inspection.metadata
    let level = streams.reduce(into: LevelMeter()) { $0 += $1.level }
    var gaps = streams.flatMap(\.damage)
    gaps.append(contentsOf: inspection.lostGap.map { [$0] } ?? [])
    self.init(
      sha256: inspection.digest, bytes: inspection.bytes, sampleRate: inspection.sampleRate,
      channels: inspection.channels, frames: inspection.frames,
      device: [metadata.make, metadata.model].compactMap(\.self).joined(separator: " ").nonEmpty,
      serial: metadata.serial, firmware: metadata.firmware, gain: metadata.gain,
      batteryVolts: metadata.batteryVolts, temperatureCelsius: metadata.temperatureCelsius,
      level: level.decibels, clippedShare: level.clippedShare, zeroShare: level.zeroShare,
      deployment: Deployment(metadata, site: site), anchors: inspection.anchors,
      gaps: Set(gaps).sorted {
        ($0.range.start, $0.range.end, $0.cause.rawValue)
          < ($1.range.start, $1.range.end, $1.cause.rawValue)
      })
  }
}

extension Deployment {
  /// A position that the recorder stored is preferred to the site's: it is where the recorder was.
  init?(_ metadata: RecorderMetadata, site: Deployment?) {
    guard site != nil || metadata.position != nil else { return nil }
    self.init(
      site: site?.site.nonEmpty ?? metadata.stationName ?? "",
      latitude: metadata.latitude ?? site?.latitude,
      longitude: metadata.longitude ?? site?.longitude, timeZone: site?.timeZone)
  }
}

extension AnalysisResult {
  /// - Throws: ``DetectionError`` never for a plan's own rule.
  init(
    _ stream: StreamAnalysis, of inspection: Inspection, plan: AnalysisPlan, bundle: BundleID,
    settings: SettingsID
  ) throws(DetectionError) {
    let windows = stream.windows
    self.init(
      bundle: bundle, channel: AnalysedChannel(stream.stream), step: plan.step,
      scoreFloor: plan.bundle.manifest.scoreFloor, doneThrough: inspection.frames,
      scores: windows, gaps: stream.tail.map { [$0] } ?? [],
      decision: DecisionResult(
        settings: settings,
        detections: try plan.detections(
          in: windows, nativeRate: inspection.sampleRate, timeline: inspection.timeline)))
  }
}

extension SeenFile {
  /// - Parameter now: Microseconds since 1970 UTC.
  init(_ inspection: Inspection, now: Int64) {
    self.init(
      path: absolutePath(inspection.path), bytes: inspection.bytes, modified: inspection.modified,
      seenAt: now)
  }

  /// A path that could not be analysed: size and time as far as the system tells them.
  init(failed path: String, now: Int64) {
    let status = FileStatus(path: path)
    self.init(
      path: absolutePath(path), bytes: status?.bytes ?? 0, modified: status?.modified ?? 0,
      seenAt: now)
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
