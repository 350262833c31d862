import Foundation

extension ConfigurationReader {
  /// An address of the web, with its host. All behind that may be a secret: an effective configuration is
  /// shown to others who are to help.
  func webAddress(_ name: String, in section: Section, meaning: String?) -> Setting<URL?> {
    setting(
      name, in: section, expected: "an address that begins with http:// or https://", default: nil,
      meaning: meaning, shown: Self.publicPart
    ) { scalar in
      guard let url = URL(string: scalar.text, encodingInvalidCharacters: false),
        let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
        let host = url.host(), !host.isEmpty
      else { return nil }
      return .some(url)
    }
  }

  /// A path that has a default of its own, relative to the file's folder as one that is set.
  func path(
    _ name: String, in section: Section, folder: String, expected: String, default fallback: String
  ) -> Setting<String> {
    let found = path(name, in: section, folder: folder, expected: expected, meaning: fallback)
    return Setting(
      key: found.key, value: found.value ?? fallback.relative(toFolder: folder),
      origin: found.origin)
  }

  /// `https://example.org/…`
  private static func publicPart(of url: URL?) -> String {
    guard let url else { return "" }
    let place = "\(url.scheme ?? "")://\(url.host() ?? "")\(url.port.map { ":\($0)" } ?? "")"
    return url.absoluteString == place ? place : place + "/…"
  }
}
