/// What the controller knows of a run that the log does not say.
struct SoakRecord: Codable {
  var faults: [Fault] = []
  /// Faults that could not be done, with the reason.
  var omitted: [String] = []
  /// How processes of the station ended that were not told to, or did not when they were.
  var unexpectedEnds: [String] = []
  var starts = 0
  /// Of processes that ended because the log could not be used: locked, or its disk full.
  var vainStarts = 0
  var kills = 0
  var terminations = 0
  var samples: [ProcessSample] = []
  /// When the last process was warm, seconds of real time since the beginning.
  var warmAt: Double?
  /// Microseconds since 1970 UTC, by the clock of the run.
  var beganAt: Int64 = 0
  var endedAt: Int64 = 0
  /// Seconds of sound from the first start of the station to its end, by the clock that does not step.
  var elapsed = 0.0
  /// Seconds of real time of that.
  var seconds = 0.0
}

/// What the station's process took of the machine at an instant.
struct ProcessSample: Codable, Hashable {
  /// Seconds of real time since the beginning of the run.
  var at: Double
  var process: Int32
  /// Memory that belongs to the process itself, bytes: without files that it maps, such as the sound of
  /// the simulated cards.
  var memory: Int
  var threads: Int
  var descriptors: Int
}
