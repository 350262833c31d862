public import AudioFeatures
import Foundation
public import QuantizedInference

/// A network, its front end, and what its outputs mean: a folder with `model.tflite`, `bundle.json`
/// (see ``BundleManifest``) and `card.md`.
///
/// ```swift
/// let bundle = try ModelBundle(path: "Models/earshot-animals")
/// var classifier = try SegmentClassifier(bundle, step: bundle.defaultStep)
/// ```
///
/// A bundle that is loaded is checked: image, tensors, classes, calibration and thresholds fit
/// together. It is immutable and shared by threads.
public struct ModelBundle: Sendable {
  /// The folder, as it was given.
  public let path: String
  /// SHA-256 of all files but the card, as hexadecimal digits: the bundle's identity, which is
  /// stored with every analysis. `sha256sum bundle.json model.tflite | sha256sum` prints it.
  public let digest: String
  /// What `bundle.json` says, checked.
  public let manifest: BundleManifest
  /// The network: one int8 image in, one row of int8 logits out.
  public let model: Model
  /// Makes the network's images of samples, quantised as its input asks.
  public let frontEnd: FrontEnd
  /// From the network's outputs to scores.
  public let scoreTable: ScoreTable

  /// The classes in the order of the network's outputs.
  public var classes: [BundleManifest.ClassDescription] { manifest.classes }

  /// - Parameter path: The bundle's folder.
  /// - Throws: ``BundleError``; for parts that do not fit together, with all of them by name.
  public init(path: String) throws(BundleError) {
    let files = try BundleFiles(path: path)
    self.path = path
    digest = try files.digest()
    manifest = try BundleManifest(
      json: files.contents(of: Self.manifestName),
      path: files.folder.appending(path: Self.manifestName).path)

    let modelPath = files.folder.appending(path: Self.modelName).path
    do {
      model = try Model(bytes: [UInt8](files.contents(of: Self.modelName)))
    } catch let error as ModelError {
      throw .network(path: modelPath, reason: error.description)
    } catch let error as BundleError {
      throw error
    } catch {
      throw .network(path: modelPath, reason: "\(error)")
    }

    let problems = manifest.problems(with: model)
    guard problems.isEmpty else { throw .unfit(path: path, problems) }
    let input = model.inputs[0]
    let output = model.outputs[0]
    do {
      frontEnd = try FrontEnd(
        settings: manifest.frontEnd, scale: input.scale, zeroPoint: input.zeroPoint)
    } catch {
      throw .manifest(path: path, reason: error.description)
    }
    scoreTable = ScoreTable(
      manifest.classes, scale: output.scale, zeroPoint: output.zeroPoint,
      floor: manifest.scoreFloor)
  }

  static let manifestName = "bundle.json"
  /// The network's file in a bundle.
  public static let modelName = "model.tflite"
}

extension ModelBundle {
  /// Samples of one window, at the model's rate.
  public var windowLength: Int { frontEnd.windowLength }

  /// Samples from one window to the next, at the model's rate, where nobody says otherwise.
  public var defaultStep: Int { manifest.stepHops * manifest.frontEnd.hop }

  /// The step, in samples at the model's rate, at which neighbouring windows share `seconds`,
  /// rounded to whole hops.
  /// - Throws: ``BundleError/overlap(seconds:windowSeconds:)`` if that is all of a window, or less
  ///   than nothing.
  public func step(overlap seconds: Double) throws(BundleError) -> Int {
    let settings = manifest.frontEnd
    let overlap = seconds * Double(settings.sampleRate)
    guard seconds >= 0, overlap < Double(windowLength) else {
      throw .overlap(
        seconds: seconds, windowSeconds: Double(windowLength) / Double(settings.sampleRate))
    }
    let hops = Int(((Double(windowLength) - overlap) / Double(settings.hop)).rounded())
    // A window's length need not be a whole number of hops.
    return min(max(hops, 1), windowLength / settings.hop) * settings.hop
  }

  /// The grid on which a stream of `nativeRate` Hz is cut.
  /// - Throws: ``BundleError/step(samples:hop:windowLength:)``
  public func grid(
    step: Int, nativeRate: Int, segmentSeconds: Int = SegmentGrid.standardSeconds
  ) throws(BundleError) -> SegmentGrid {
    SegmentGrid(
      try stream(step: step).grid, modelRate: manifest.frontEnd.sampleRate,
      nativeRate: nativeRate, seconds: segmentSeconds)
  }

  func stream(step: Int) throws(BundleError) -> WindowStream {
    do {
      return try WindowStream(frontEnd, step: step)
    } catch {
      throw .step(samples: step, hop: manifest.frontEnd.hop, windowLength: windowLength)
    }
  }

  func session() throws(BundleError) -> Session {
    do {
      return try Session(model)
    } catch {
      throw .network(path: path, reason: error.description)
    }
  }
}
