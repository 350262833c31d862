import EventDetection
import Foundation
import QuantizedInference
import SpeciesClassifier
import TestSupport
import Testing

@testable import Survey

/// What comes with earshot fits together.
@Suite struct ShippedFilesTests {
  static let models = SharedData.repository.appending(path: "Models")

  @Test func `the model that comes with earshot is whole, and its default rule can be satisfied`()
    throws
  {
    let bundle = try ModelBundle(path: Self.models.appending(path: "earshot-animals").path)
    _ = try AnalysisPlan(bundle, rule: DetectionRule())
    #expect(bundle.classes.contains { $0.taxon.kind == .human })
    #expect(bundle.classes.contains { $0.taxon.kind == .background })
    #expect(bundle.model.multiplyAccumulates < 12_000_000)
    #expect(bundle.model.fileBytes < 700_000)
  }

  @Test func `the example of a species list fits the model, and hides nobody`() throws {
    let bundle = try ModelBundle(path: Self.models.appending(path: "earshot-animals").path)
    let list = SharedData.repository.appending(path: "Configs/species.txt")
    let rule = DetectionRule(
      allowed: try SpeciesList(name: "species.txt", bytes: try Data(contentsOf: list)))
    let resolved = try AnalysisPlan(bundle, rule: rule).rule(for: 48_000)
    let open = resolved.classes.filter { $0.allowedWeeks == .all }.map(\.taxon.commonName)
    #expect(open.contains("Crow") && !open.contains("Cow"))
    #expect(resolved.classes.first { $0.taxon.kind == .human }?.allowedWeeks == .all)
  }
}
