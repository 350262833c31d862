public import Foundation

/// Where a station tells how it is.
public struct StatusSettings: Sendable {
  /// Path of the status file; `nil` for beside the log.
  public let file: Setting<String?>
  /// Path of a text file for Prometheus' node exporter.
  public let prometheus: Setting<String?>
  /// Seconds between two writings.
  public let every: Setting<Double>

  init(
    _ reader: ConfigurationReader, _ section: ConfigurationReader.Section, folder: String
  ) {
    let expected = "the path of a file"
    file = reader.path(
      "file", in: section, folder: folder, expected: expected, meaning: "beside the log")
    prometheus = reader.path(
      "prometheus", in: section, folder: folder, expected: expected, meaning: "none")
    every = reader.time("every", in: section, 1...3600, default: "5 s")
    reader.close(section)
    if let path = file.value, path == prometheus.value {
      reader.note(
        .conflict(key: prometheus.key, reason: "is the same file as \(file.key); name another"),
        at: prometheus.origin)
    }
  }
}

/// Who is told regularly that the station lives.
public struct HeartbeatSettings: Sendable {
  /// Of `http` or `https`, with a host. It may hold a secret: of it, ``EffectiveSetting/text`` shows scheme,
  /// host and port alone.
  public let url: Setting<URL>
  /// Seconds between two calls.
  public let every: Setting<Double>

  /// - Returns: `nil` if no address is named.
  init?(_ reader: ConfigurationReader, _ section: ConfigurationReader.Section) {
    let url = reader.webAddress("url", in: section, meaning: "none, so nobody is told")
    every = reader.time("every", in: section, 10...86_400, default: "5 min")
    reader.close(section)
    guard let value = url.value else { return nil }
    self.url = Setting(key: url.key, value: value, origin: url.origin)
  }
}
