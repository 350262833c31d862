import AudioCapture
import Configuration
import EventDetection
import SpeciesClassifier
import Survey

extension StationConfiguration {
  /// What is done with the sound of each input, in their order; a model that several have is read once.
  ///
  /// With it everything is checked that the file alone cannot know: that the models exist, that some
  /// sound can reach the thresholds, that species lists can be read, and that every species and device
  /// that is named can be one.
  func plans() throws -> [AnalysisPlan] {
    try checkDevices()
    var bundles: [String?: ModelBundle] = [:]
    let plans = try inputs.map { input in
      let analysis = analysis(of: input)
      let name = analysis.model.value
      let bundle = try bundles[name] ?? analysis.bundle()
      bundles[name] = bundle
      do {
        return try analysis.plan(with: bundle)
      } catch let error as DetectionError where input.hasAnalysisOfItsOwn {
        throw UsageError("input \(input.name.value): \(error)")
      }
    }
    try checkSpecies(bundles.values.map { $0.classes.map(\.taxon) })
    return plans
  }

  private func checkDevices() throws(ConfigurationError) {
    var problems: [ConfigurationProblem] = []
    for input in inputs where !input.isStandardInput {
      do throws(CaptureError) {
        _ = try DeviceName(input.device.value)
      } catch {
        guard case .malformedDevice(let text, let reason) = error else { continue }
        problems.append(
          input.device.conflict("is \(text), which is no device: \(reason)"))
      }
    }
    guard problems.isEmpty else { throw .invalid(problems) }
  }

  /// A species of clips or actions must be one for at least one of the models.
  private func checkSpecies(_ models: [[Taxon]]) throws(ConfigurationError) {
    let named = (clips.map { $0.species + $0.exclude } ?? []) + actions.flatMap(\.species)
    let problems = named.compactMap { setting -> ConfigurationProblem? in
      var found: [Taxon.Kind] = []
      for taxa in models {
        let indices = try? ClassNames(taxa).indices(of: setting.value, in: setting.key)
        found += (indices ?? []).map { taxa[$0].kind }
      }
      guard !found.isEmpty else {
        let known = models.joined().map(\.commonName)
        let hint =
          nearestName(to: setting.value, among: known).map { "it may be \($0)" }
          ?? "they know " + known.prefix(20).joined(separator: ", ")
        return setting.conflict(
          "has \(setting.value), which no model of the station knows; \(hint)")
      }
      guard found.contains(where: { $0 != .background }) else {
        return setting.conflict("has \(setting.value), a background sound, which is never an event")
      }
      return nil
    }
    guard problems.isEmpty else { throw .invalid(problems) }
  }
}

extension InputSettings {
  fileprivate var hasAnalysisOfItsOwn: Bool {
    model.isSet || overlap.isSet || detection != nil || speciesList != nil
  }
}

extension Setting {
  fileprivate func conflict(_ reason: String) -> ConfigurationProblem {
    ConfigurationProblem(kind: .conflict(key: key, reason: reason), origin: origin)
  }
}
