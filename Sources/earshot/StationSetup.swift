import Actions
import Configuration
import Foundation
import SpeciesClassifier
import Station
import Survey

/// All that `earshot listen` needs to run a station, checked.
struct StationSetup {
  /// At least one; each has a name of its own.
  var inputs: [StationInput]
  /// Path of the log.
  var log: String
  var site: String?
  var status: StatusFile
  /// Path of a text file for Prometheus.
  var prometheus: String?
  /// Seconds between two writings of the status.
  var statusInterval = 5.0
  /// In which times are told to people.
  var timeZone: TimeZone?
  var actions: [Action] = []
  /// Those of ``actions`` that send to a broker, which gets the status too.
  var brokers: [MQTTTarget] = []
  var heartbeat: HeartbeatSettings?
  var clips: Clips?

  /// Where sound of events is kept, and for how long.
  struct Clips {
    var settings: ClipPolicy
    var folder: String
    /// Bytes of sound that may wait to be written.
    var queueBytes: Int
    var limits: RetentionLimits
    /// Seconds between two cleanings.
    var interval: Double
  }

  /// The models that are used, by name.
  var model: String {
    var names: [String] = []
    for input in inputs {
      let manifest = input.plan.bundle.manifest
      let name = "\(manifest.name) \(manifest.version)"
      if !names.contains(name) { names.append(name) }
    }
    return names.joined(separator: ", ")
  }
}
