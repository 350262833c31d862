/// What a configuration file is for, as far as its keys tell.
public enum ConfigurationKind: Hashable, Sendable {
  /// It names inputs, of `earshot listen`.
  case station
  /// It has keys, and none is a station's alone: one of `earshot classify`.
  case survey

  /// - Returns: `nil` if the file can be neither, or either: it sets nothing.
  public static func of(contentsOf path: String) throws(ConfigurationError) -> Self? {
    let document = try ConfigurationDocument(contentsOf: path)
    guard case .section(let entries)? = document.value?.content, !entries.isEmpty else {
      return nil
    }
    if entries.contains(where: { $0.key == "inputs" }) { return .station }
    let isSurvey = (try? SurveyConfiguration(contentsOf: path)) != nil
    return isSurvey ? .survey : nil
  }
}
