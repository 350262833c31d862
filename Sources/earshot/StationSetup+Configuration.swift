import AudioCapture
import AudioIO
import Configuration
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import Station
import Survey

extension StationSetup {
  /// - Parameter memory: Of standard input, which outlasts a change of settings.
  /// - Throws: What cannot be, before anything is opened.
  init(_ configuration: StationConfiguration, memory: PipeMemory) throws {
    let zone = configuration.site.timeZone.value ?? .current
    let schedule = ScheduleWatch(Schedule(configuration))
    let plans = try configuration.plans()
    inputs = try zip(configuration.inputs, plans).map { settings, plan in
      try StationInput(
        settings, plan, deployment: configuration.site.deployment, timeZone: zone,
        schedule: schedule, memory: memory)
    }
    log = configuration.log.value
    site = configuration.site.name.value
    status =
      configuration.status.file.value.map(StatusFile.init(path:)) ?? StatusFile(besideLog: log)
    prometheus = configuration.status.prometheus.value
    statusInterval = configuration.status.every.value
    timeZone = zone
    heartbeat = configuration.heartbeat
    clips = try configuration.clips.map { settings in
      let clips = Clips(settings, configuration)
      for plan in plans { try ClipKeeper.check(clips.settings, plan) }
      return clips
    }
    try setActions(configuration)
  }
}

extension StationInput {
  fileprivate init(
    _ settings: InputSettings, _ plan: AnalysisPlan, deployment: Deployment?, timeZone: TimeZone,
    schedule: ScheduleWatch, memory: PipeMemory
  ) throws {
    let stream: ChannelStream =
      switch settings.channel.value {
      case .one(let number): .channel(number - 1)
      case .mix: .mix
      }
    let sample = settings.format.value.flatMap { SampleFormat(rawValue: $0.rawValue) }
    let source: any CaptureSource
    if settings.isStandardInput {
      source = PipeSource(
        format: CaptureFormat(
          sampleRate: settings.rate.value, sample: sample ?? .s16,
          channels: settings.channels.value),
        stream: stream, patience: settings.stalledAfter.value,
        backlogSeconds: settings.backlog.value, memory: memory)
    } else {
      source = DeviceSource(
        try DeviceName(settings.device.value),
        CaptureWish(
          sampleRate: settings.rate.value, channels: settings.channels.value, sample: sample),
        stream: stream, patience: settings.stalledAfter.value,
        backlogSeconds: settings.backlog.value)
    }
    self.init(
      name: settings.name.value, source: source, isPaced: !settings.isStandardInput, plan: plan,
      channel: AnalysedChannel(stream), deployment: deployment, timeZone: timeZone,
      silencePatience: settings.silentAfter.value,
      isScheduled: { schedule.isOn(at: $0) })
  }
}

extension StationSetup.Clips {
  fileprivate init(
    _ settings: ClipSettings, _ configuration: StationConfiguration
  ) {
    let privacy = configuration.privacy
    let retention = configuration.retention
    self.init(
      settings: ClipPolicy(
        before: settings.before.value, after: settings.after.value,
        longest: settings.longest.value, only: settings.species.map(\.value),
        except: settings.exclude.map(\.value),
        voices: privacy.keepVoices.value
          ? .keep
          : .drop(
            threshold: Float(privacy.threshold.value), margin: privacy.margin.value)),
      folder: settings.folder.value, queueBytes: Int(settings.queue.value),
      limits: RetentionLimits(
        days: retention.age.value.map { $0 / 86_400 }, bytes: retention.size.value,
        freeFloor: retention.free.value, bestOfEach: retention.best.value,
        recentDays: retention.recent.value / 86_400),
      interval: retention.every.value)
  }
}
