import AudioIO
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

  @Test(arguments: [
    ("earshot-animals", 12_000_000, 700_000), ("earshot-animals-free", 12_000_000, 700_000),
    ("earshot-animals-tiny", 6_000_000, 600_000),
  ])
  func `a model that comes with earshot is whole and small, and its default rule can be satisfied`(
    name: String, multiplications: Int, bytes: Int
  ) throws {
    let bundle = try ModelBundle(path: Self.models.appending(path: name).path)
    _ = try AnalysisPlan(bundle, rule: DetectionRule())
    #expect(bundle.classes.contains { $0.taxon.kind == .human })
    #expect(bundle.classes.contains { $0.taxon.kind == .background })
    #expect(bundle.model.multiplyAccumulates < multiplications)
    #expect(bundle.model.fileBytes < bytes)
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

  @Test
  func `the default model finds most of the scenes' calls, and nothing in wind, rain and a car`()
    throws
  {
    let bundle = try ModelBundle(path: Self.models.appending(path: "earshot-animals").path)
    let plan = try AnalysisPlan(bundle, rule: DetectionRule())
    let recordings = SharedData.repository.appending(path: "Recordings")
    let truth = try String(
      contentsOf: recordings.appending(path: "truth.csv"), encoding: .utf8)
    let calls = truth.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    var events: [String: [(name: String, start: Double, end: Double)]] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: recordings.path).sorted()
    where file.hasSuffix(".flac") {
      let analysis = try RecordingAnalysis(
        path: recordings.appending(path: file).path, stream: .channel(0), plan: plan)
      let rate = Double(analysis.sampleRate)
      events[file] = analysis.detections.events.map {
        (
          bundle.classes[$0.classIndex].taxon.commonName, Double($0.range.start) / rate,
          Double($0.range.end) / rate
        )
      }
    }
    // The scenes are labelled with ESC-50's names of classes.
    let names = [
      "frog": "Frog", "crickets": "Crickets", "chirping_birds": "Chirping birds", "crow": "Crow",
      "insects": "Flying insects", "human": "Human", "dog": "Dog",
    ]
    let found = try calls.count { call in
      let (start, end) = (try #require(Double(call[1])), try #require(Double(call[2])))
      return events[String(call[0])]?.contains {
        $0.name == names[String(call[3])] && $0.start < end && start < $0.end
      } == true
    }
    #expect(calls.count == 19 && events.count == 7)
    #expect(found >= 16, "\(found) of \(calls.count)")
    #expect(events["20250608_043000.flac"]?.isEmpty == true)
    print("scenes: \(found) of \(calls.count) calls found")
  }
}
