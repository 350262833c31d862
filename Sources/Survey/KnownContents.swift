import AudioIO
import EventDetection
import EventLog

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
  /// analysed as it is to be now, and where it was recorded.
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
    guard try analyses(of: content) != nil, try isPlaced(content) else { return nil }
    return content
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

  /// Whether the log has what the settings say of the site.
  ///
  /// A position, and a name where the settings have none, may be the recorder's own, which only the
  /// file tells; so what is there is not compared.
  func isPlaced(_ content: Content) throws(EventLogError) -> Bool {
    guard let site = settings.site else { return true }
    guard let stored = try log.deployment(ofRecording: content.sha256) else { return false }
    return (stored.site == site.site || site.site.isEmpty) && stored.timeZone == site.timeZone
      && (stored.latitude != nil || site.latitude == nil)
  }
}

extension Inspection {
  var content: KnownContents.Content {
    KnownContents.Content(sha256: digest, streams: streams)
  }
}
