import Configuration
import EventDetection
import SpeciesClassifier

/// What is impossible with a model is told at the place of the key that asks for it.
extension AnalysisSettings {
  /// - Returns: The error, with its place if a file has one.
  func placed(_ error: DetectionError, _ bundle: ModelBundle) -> any Error {
    let names = ClassNames(bundle.classes.map(\.taxon))
    guard let place = place(of: error, names) else { return error }
    return place.problem(reason(error)) ?? error
  }

  private func reason(_ error: DetectionError) -> String {
    guard case .unknownClass(let name, let place, let known) = error else { return "\(error)" }
    let list = [speciesList.file.value, speciesList.ignored.value].contains(place)
    let what = (list ? "\(place): " : "") + "the model knows no \"\(name)\". "
    guard let nearest = nearestName(to: name, among: known) else {
      return what + "It knows \(known.prefix(20).joined(separator: ", "))"
        + (known.count > 20 ? " and \(known.count - 20) more." : ".")
    }
    return what + "Did you mean \"\(nearest)\"?"
  }

  private func place(of error: DetectionError, _ names: ClassNames) -> SettingPlace? {
    switch error {
    case .threshold(.enter, let name, _), .enterTooLow(let name, _, _),
      .unreachable(let name, _, _):
      rule(name, names) { $0.threshold.place }
    case .threshold(.stay, let name, _), .stayAboveEnter(let name, _, _),
      .stayBelowFloor(let name, _, _):
      rule(name, names) { $0.stayThreshold.place ?? $0.threshold.place }
    case .bridgedGap(let name, _): rule(name, names) { $0.bridgedGap.place }
    case .confirmations(let name, _), .confirmationsWithoutSpan(let name, _):
      rule(name, names) { $0.confirmations.place }
    case .confirmationSpan(let name, _): rule(name, names) { $0.confirmationSpan.place }
    case .confirmationsCannotFit(let name, _, _, _, _):
      rule(name, names) { $0.confirmations.place ?? $0.confirmationSpan.place }
    case .unknownClass(let name, let place, _), .contradictoryName(let name, let place),
      .namedTwice(let name, let place), .humanExcluded(let name, let place),
      .backgroundIsNoEvent(let name, let place):
      list(place) ?? named(name, names)
    case .emptyList(let list), .listNotText(let list), .listLine(let list, _, _):
      self.list(list)
    case .nothingLeft:
      speciesList.file.place ?? detection.exclude.first?.place ?? speciesList.ignored.place
    case .unreadableWeeks: nil
    }
  }

  /// The key of the rule for a class, or for every species.
  private func rule(
    _ name: String, _ names: ClassNames, _ key: (RuleSettings) -> SettingPlace?
  ) -> SettingPlace? {
    let own = detection.species.filter { isSame($0.name.value, name, names) }
    return own.compactMap { key($0.rule) }.first ?? key(detection.general)
      ?? own.first?.name.place
  }

  /// Where a species is excluded, or has settings of its own.
  private func named(_ name: String, _ names: ClassNames) -> SettingPlace? {
    let all = detection.exclude + detection.species.map(\.name)
    return (all.first { $0.value == name } ?? all.last { isSame($0.value, name, names) })?.place
  }

  private func isSame(_ one: String, _ other: String, _ names: ClassNames) -> Bool {
    guard let one = try? names.indices(of: one, in: ""),
      let other = try? names.indices(of: other, in: "")
    else { return false }
    return !Set(one).isDisjoint(with: other)
  }

  private func list(_ path: String) -> SettingPlace? {
    [speciesList.file, speciesList.ignored].first { $0.value == path }?.place
  }
}

/// A key, where a file sets it.
struct SettingPlace {
  let key: String
  let origin: Origin

  /// - Returns: `nil` of an option, which whoever gave it sees.
  func problem(_ reason: String) -> ConfigurationError? {
    guard case .file = origin else { return nil }
    return .invalid([
      ConfigurationProblem(kind: .impossible(key: key, reason: reason), origin: origin)
    ])
  }
}

extension Setting {
  /// `nil` if nothing sets it.
  fileprivate var place: SettingPlace? { isSet ? SettingPlace(key: key, origin: origin) : nil }

  /// Gives what is wrong with the value its place.
  func placing<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw place?.problem("\(error)") ?? error
    }
  }
}
