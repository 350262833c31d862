import ArgumentParser
import AudioFeatures
import EventDetection
import Foundation
import QuantizedInference
import SpeciesClassifier

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List, check, inspect, run and fetch models; the MCUNet zoo.",
    subcommands: [List.self, Check.self, Inspect.self, Run.self, Fetch.self, Zoo.self],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the model bundles, with their size and their cost.")

    func run() throws {
      var table = Table([
        ("name", .left), ("version", .left), ("classes", .right), ("window", .right),
        ("MACs", .right), ("parameters", .right), ("arena", .right), ("file", .right),
        ("path", .left),
      ])
      let bundles = ModelLocation.bundles
      var problems: [any Error] = []
      for folder in bundles {
        do {
          table.add(Self.row(of: try ModelBundle(path: folder.relativePath)))
        } catch {
          problems.append(error)
        }
      }
      if bundles.isEmpty {
        throw UsageError(
          "there is no model bundle in \(ModelLocation.places). Set EARSHOT_MODELS to the folder "
            + "of models.")
      }
      try Terminal.print(table.lines)
      for problem in problems { Terminal.complain(problem) }
      if !problems.isEmpty { throw ExitCode(ExitStatus.usage.rawValue) }
    }

    private static func row(of bundle: ModelBundle) -> [String] {
      let seconds = Double(bundle.windowLength) / Double(bundle.manifest.frontEnd.sampleRate)
      return [
        bundle.manifest.name, bundle.manifest.version, "\(bundle.classes.count)",
        "\(decimal(seconds, places: 2)) s",
        "\(decimal(Double(bundle.model.multiplyAccumulates) / 1e6, places: 1)) M",
        "\(decimal(Double(bundle.model.parameters) / 1e3, places: 0)) k",
        "\(decimal(Double(bundle.model.plan.arenaBytes) / 1e3, places: 1)) kB",
        "\(decimal(Double(bundle.model.fileBytes) / 1e3, places: 0)) kB", bundle.path,
      ]
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Check that the parts of model bundles fit together.")

    @Argument(help: "Paths or names of bundles; the default model without any.")
    var bundles: [String] = []

    func run() throws {
      var failed = false
      for name in bundles.isEmpty ? [nil] : bundles.map(Optional.some) {
        let bundle: ModelBundle
        do {
          bundle = try ModelLocation.bundle(named: name)
        } catch {
          Terminal.complain(error)
          failed = true
          continue
        }
        try Terminal.print(
          ["\(bundle.path): \(bundle.manifest.name) \(bundle.manifest.version), fits"]
            + ["digest \(bundle.digest)"] + Self.classes(of: bundle))
      }
      if failed { throw ExitCode(ExitStatus.usage.rawValue) }
    }

    private static func classes(of bundle: ModelBundle) -> [String] {
      var table = Table([
        ("class", .left), ("scientific name", .left), ("kind", .left), ("threshold", .right),
      ])
      for described in bundle.classes {
        table.add([
          described.taxon.commonName, described.taxon.scientificName ?? "",
          described.taxon.kind.rawValue, decimal(Double(described.threshold), places: 3),
        ])
      }
      return table.lines
    }
  }
}
