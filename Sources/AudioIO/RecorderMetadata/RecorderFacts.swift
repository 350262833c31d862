import Foundation

/// What one source says of a recording, before the sources are put in order.
struct RecorderFacts {
  let source: RecordingStart.Source
  var stamp: TimeStamp?
  var values = RecorderMetadata()

  init(_ source: RecordingStart.Source) { self.source = source }
}

extension RecorderMetadata {
  /// Puts what several sources say together: each value from the first that has it.
  init(_ sources: [RecorderFacts], timeZone: TimeZone?) {
    self.init()
    for facts in sources { fill(from: facts.values) }
    if let first = sources.first(where: { $0.stamp != nil }), var stamp = first.stamp {
      // A source that shows the same time of day on the same clock may know its offset.
      stamp.offsetMinutes =
        stamp.offsetMinutes
        ?? sources.lazy.compactMap(\.stamp)
        .first { $0.offsetMinutes != nil && $0.time.isSameSecond(as: stamp.time) }?.offsetMinutes
      start = RecordingStart(stamp, source: first.source, timeZone: timeZone)
    }
  }

  private mutating func fill(from other: RecorderMetadata) {
    make = make ?? other.make
    model = model ?? other.model
    serial = serial ?? other.serial
    firmware = firmware ?? other.firmware
    hardware = hardware ?? other.hardware
    deploymentID = deploymentID ?? other.deploymentID
    stationName = stationName ?? other.stationName
    if position == nil {
      position = other.position
      locationSource = other.locationSource
    }
    gain = gain ?? other.gain
    microphone = microphone ?? other.microphone
    hasExternalMicrophone = hasExternalMicrophone ?? other.hasExternalMicrophone
    if batteryVolts == nil {
      batteryVolts = other.batteryVolts
      batteryBound = other.batteryBound
    }
    internalTemperatureCelsius = internalTemperatureCelsius ?? other.internalTemperatureCelsius
    externalTemperatureCelsius = externalTemperatureCelsius ?? other.externalTemperatureCelsius
    humidityPercent = humidityPercent ?? other.humidityPercent
    highPassHertz = highPassHertz ?? other.highPassHertz
    lowPassHertz = lowPassHertz ?? other.lowPassHertz
    trigger = trigger ?? other.trigger
    isTriggered = isTriggered ?? other.isTriggered
    stopReason = stopReason ?? other.stopReason
    lengthSeconds = lengthSeconds ?? other.lengthSeconds
    recordedSampleRate = recordedSampleRate ?? other.recordedSampleRate
    timeExpansion = timeExpansion ?? other.timeExpansion
    originalFileName = originalFileName ?? other.originalFileName
    comment = comment ?? other.comment
    note = note ?? other.note
    tags = tags ?? other.tags
    speciesAutoID = speciesAutoID ?? other.speciesAutoID
    speciesManualID = speciesManualID ?? other.speciesManualID
    otherFields.merge(other.otherFields) { first, _ in first }
  }
}

extension CivilTime {
  fileprivate func isSameSecond(as other: CivilTime) -> Bool {
    microsecondsSince1970 / 1_000_000 == other.microsecondsSince1970 / 1_000_000
  }
}
