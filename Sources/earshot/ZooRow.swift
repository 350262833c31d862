import ArgumentParser
import ImageValidation
import ModelZoo
import QuantizedInference

/// A line of the zoo's table: what is published of a network, and what was measured of it here.
struct ZooRow: Encodable {
  struct Published: Encodable {
    let megaMACs: Double
    let megaParameters: Double
    let sramKilobytes: Int
    let flashKilobytes: Int
    let floatTop1: Double
    let int8Top1: Double
  }

  struct Measured: Encodable {
    let multiplyAccumulates: Int
    let parameters: Int
    /// Memory in whole layers.
    let arenaBytes: Int
    /// The least that it runs in.
    let smallestArenaBytes: Int
    let fileBytes: Int
  }

  struct Accuracy: Encodable {
    let images: Int
    let failed: Int
    let correct: Int
    /// Percent, as published figures are.
    let top1: Double
    /// Of 95 % confidence, percent.
    let interval: [Double]

    init(_ summary: ClassificationSummary, failed: Int) {
      images = summary.images
      self.failed = failed
      correct = summary.correct
      top1 = 100 * summary.accuracy
      interval = [summary.accuracyInterval.lowerBound, summary.accuracyInterval.upperBound].map {
        100 * $0
      }
    }
  }

  let name: String
  let upstreamName: String
  let task: String
  let width: Int
  let height: Int
  let published: Published?
  let measured: Measured?
  /// `nil` is unknown, and left out of JSON.
  let accuracy: Accuracy?
  let source: ZooNetwork.Source
  let path: String?
  /// Where it comes from, in words.
  let origin: String

  /// Measures a network.
  /// - Parameter problem: Is told what cannot be measured, and why.
  /// - Throws: ``ExitCode`` if the user ended it.
  init(_ network: ZooNetwork, trial: ZooTrial, problem: (any Error) -> Void) throws {
    name = network.net.name
    upstreamName = network.net.upstreamName
    task = network.net.task.rawValue
    width = network.net.width
    height = network.net.height
    published = network.net.figures.map(Published.init)
    path = network.path
    if let reason = network.problem { problem(reason) }
    var loaded: (layers: Model, smallest: Model)?
    do {
      if network.source != .none, network.source != .unreadable {
        loaded = (
          try Model(bytes: network.bytes), try Model(bytes: network.bytes, strategy: .smallest)
        )
      }
    } catch {
      problem(ModelLocation.named(error, network.path ?? name))
    }
    measured = loaded.map { Measured($0.layers, smallest: $0.smallest) }
    let isLost = measured == nil && network.source != .none
    source = isLost ? .unreadable : network.source
    origin = source.words(of: network.net, at: network.path)
    do {
      accuracy = try loaded.flatMap { try trial.accuracy(of: network, $0.layers) }
    } catch let error as ExitCode {
      throw error
    } catch {
      accuracy = nil
      problem(error)
    }
  }
}

extension ZooRow.Published {
  init(_ figures: PublishedNet.Figures) {
    self.init(
      megaMACs: figures.megaMACs, megaParameters: figures.megaParameters,
      sramKilobytes: figures.sram, flashKilobytes: figures.flash, floatTop1: figures.floatTop1,
      int8Top1: figures.int8Top1)
  }
}

extension ZooRow.Measured {
  init(_ model: Model, smallest: Model) {
    self.init(
      multiplyAccumulates: model.multiplyAccumulates, parameters: model.parameters,
      arenaBytes: model.plan.arenaBytes, smallestArenaBytes: smallest.plan.arenaBytes,
      fileBytes: model.fileBytes)
  }
}
