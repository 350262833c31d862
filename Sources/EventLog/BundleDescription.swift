public import EventDetection

/// What the log keeps of a model bundle.
public struct BundleDescription: Hashable, Sendable {
  /// SHA-256 in lower-case hexadecimal: the bundle's identity.
  public var digest: String
  /// As its manifest has it: "earshot-animals".
  public var name: String
  /// As its manifest has it: "2.0.0".
  public var version: String
  /// The model's rate, Hz.
  public var sampleRate: Int
  /// Length of a window in samples at the model's rate.
  public var windowLength: Int
  /// Lower edge of what the front end looks at, Hz.
  public var lowestFrequency: Double
  /// Upper edge of what the front end looks at, Hz: above the lower.
  public var highestFrequency: Double
  /// In the order of the model's outputs.
  public var classes: [Taxon]

  /// What a log has to know of a model.
  public init(
    digest: String, name: String, version: String, sampleRate: Int, windowLength: Int,
    lowestFrequency: Double, highestFrequency: Double, classes: [Taxon]
  ) {
    self.digest = digest
    self.name = name
    self.version = version
    self.sampleRate = sampleRate
    self.windowLength = windowLength
    self.lowestFrequency = lowestFrequency
    self.highestFrequency = highestFrequency
    self.classes = classes
  }
}
