public import AudioFeatures
public import EventDetection
import Foundation

/// What `bundle.json` says of a model.
///
/// ```json
/// {
///   "formatVersion": 1,
///   "name": "earshot-animals", "version": "2.0.0",
///   "frontEnd": { … },
///   "stepHops": 40,
///   "classes": [
///     {"commonName": "Rooster", "scientificName": "Gallus gallus domesticus", "kind": "species",
///      "calibration": {"scale": 1.73468, "offset": -1.2623}, "threshold": 0.31}
///   ],
///   "scoreFloor": 0.05,
///   "licence": "CC-BY-NC-4.0", "attribution": "…"
/// }
/// ```
///
/// Every key is required, `scientificName` may be `null`; a key that is not known is refused.
public struct BundleManifest: Sendable, Hashable {
  /// The version of this format that earshot reads and writes.
  public static let currentFormat = 1

  /// ``currentFormat``: a bundle of any other is refused.
  public var formatVersion: Int
  /// The model's name, not empty: "earshot-animals".
  public var name: String
  /// The model's version, not empty: "2.0.0".
  public var version: String
  /// How samples become the network's image: its rate, its window, its bands.
  public var frontEnd: FrontEndSettings
  /// Spectrogram hops from one window to the next, where the user does not say otherwise.
  public var stepHops: Int
  /// In the order of the network's outputs.
  public var classes: [ClassDescription]
  /// A window is stored only if any class has at least this score, 0…1.
  public var scoreFloor: Float
  /// Under which the model may be used, not empty: "CC-BY-NC-4.0".
  public var licence: String
  /// Whom the licence asks to be named; may be empty.
  public var attribution: String

  /// One output of the network.
  public struct ClassDescription: Sendable, Hashable {
    /// What the output stands for; no two classes have the same common name.
    public var taxon: Taxon
    /// From the output's logit to a score.
    public var calibration: Calibration
    /// The score at which the model was tested, 0…1.
    public var threshold: Float

    /// Checked only as part of a bundle that is loaded.
    public init(taxon: Taxon, calibration: Calibration, threshold: Float) {
      self.taxon = taxon
      self.calibration = calibration
      self.threshold = threshold
    }
  }

  /// Takes everything as given; whether it fits a network is checked when a ``ModelBundle`` is loaded.
  public init(
    formatVersion: Int = currentFormat, name: String, version: String, frontEnd: FrontEndSettings,
    stepHops: Int, classes: [ClassDescription], scoreFloor: Float, licence: String,
    attribution: String
  ) {
    self.formatVersion = formatVersion
    self.name = name
    self.version = version
    self.frontEnd = frontEnd
    self.stepHops = stepHops
    self.classes = classes
    self.scoreFloor = scoreFloor
    self.licence = licence
    self.attribution = attribution
  }
}

/// Makes scores of logits: *score = 1 / (1 + exp(−(scale · logit + offset)))*.
///
/// Source: J. Platt, *Probabilistic outputs for support vector machines*, 1999.
public struct Calibration: Sendable, Hashable {
  /// Finite and positive, so that a higher logit is a higher score.
  public var scale: Double
  /// Finite; added to the scaled logit.
  public var offset: Double

  /// The logit as it is.
  public static let none = Calibration(scale: 1, offset: 0)

  /// Takes both as given; a bundle with others than finite ones, or a scale of 0 or less, is refused.
  public init(scale: Double, offset: Double) {
    self.scale = scale
    self.offset = offset
  }

  /// The score of a logit, 0…1.
  public func score(logit: Double) -> Float { Float(1 / (1 + exp(-(scale * logit + offset)))) }
}
