import AudioIO
import EventDetection
import EventLog
import Foundation

/// What the log has already of the recordings that a survey is given.
struct KnownContents {
  /// The channels of a content that a survey is asked about.
  struct Content {
    let sha256: String
    let streams: [ChannelStream]
  }

  private let settings: SurveySettings
  private let log: EventLog
  private let bundle: BundleID
  /// Of the windows, in samples at the model's rate.
  private let step: Int

  init(_ survey: Survey, bundle: BundleID) {
    settings = survey.settings
    log = survey.log
    step = survey.plan.step
    self.bundle = bundle
  }

  /// The content at a path that need not be read; `nil` unless the log says that this very file was
  /// analysed as it is to be now.
  func content(at path: String) throws(EventLogError) -> Content? {
    guard let sha256 = try log.unchangedContent(of: path),
      let channels = try log.channels(ofRecording: sha256)
    else { return nil }
    let streams: [ChannelStream] =
      switch settings.channel {
      case .channel(let channel): [.channel(channel)]
      case .each: (0..<channels).map { .channel($0) }
      case .mix: [.mix]
      }
    let content = Content(sha256: sha256, streams: streams)
    return try analyses(of: content) == nil ? nil : content
  }

  /// The log's analyses of a content's streams; `nil` unless all of them are there.
  func analyses(of content: Content) throws(EventLogError) -> [LoggedAnalysis]? {
    var analyses: [LoggedAnalysis] = []
    for stream in content.streams {
      let analysis = try log.analysis(
        ofRecording: content.sha256, channel: AnalysedChannel(stream), bundle: bundle, step: step)
      guard let analysis else { return nil }
      analyses.append(analysis)
    }
    return analyses
  }

  /// Gives a content in the log the site and time zone of the settings, if it has others. What the
  /// settings do not say stays, and what the recorder says of its position is preferred.
  /// - Parameter path: Where it lies: its header is read.
  /// - Returns: Whether the log had others.
  func place(_ content: Content, at path: String) throws -> Bool {
    guard let site = settings.site else { return false }
    let stored = try log.deployment(ofRecording: content.sha256)
    if let stored, site.isSaid(by: stored) { return false }
    let wanted = Deployment(
      site: site.site.isEmpty ? stored?.site ?? "" : site.site,
      latitude: site.latitude ?? stored?.latitude, longitude: site.longitude ?? stored?.longitude,
      timeZone: site.timeZone ?? stored?.timeZone)
    let zone = wanted.timeZone.flatMap(TimeZone.init(identifier:))
    // Where it is gone meanwhile, the next survey will tell.
    guard
      let metadata = try? RecorderMetadata.read(from: SoundFile(path: path), timeZone: zone)
    else { return false }
    let deployment = Deployment(metadata, site: wanted)
    guard deployment != stored else { return false }
    try log.place(
      recording: content.sha256, deployment: deployment,
      anchors: metadata.start.map { [TimeAnchor($0)] } ?? [])
    return true
  }
}

extension Deployment {
  /// Whether another says all that this one does.
  fileprivate func isSaid(by other: Deployment) -> Bool {
    (site.isEmpty || site == other.site) && (timeZone == nil || timeZone == other.timeZone)
      && (latitude == nil || latitude == other.latitude)
      && (longitude == nil || longitude == other.longitude)
  }
}

extension Inspection {
  var content: KnownContents.Content {
    KnownContents.Content(sha256: digest, streams: streams)
  }
}
