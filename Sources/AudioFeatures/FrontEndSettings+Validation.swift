extension FrontEndSettings {
  /// The bounds are far outside what is useful, and such that no finite sound gives a number that
  /// is not finite; see ``SampleFrames/loudest``.
  func validate() throws(FrontEndError) {
    try require("sampleRate", sampleRate, in: 1000...1_000_000)
    try require("frameLength", frameLength, in: 16...65_536)
    try require("fftLength", fftLength, in: frameLength...65_536)
    try require("fftLength", fftLength, fftLength.isMultiple(of: 2), "even")
    try require("hop", hop, in: 1...frameLength)
    try require("mel.bands", mel.bands, in: 1...(fftLength / 2 + 1))
    try require("mel.lowest", mel.lowest, in: 0...Double(sampleRate) / 2)
    try require("mel.highest", mel.highest, in: 0...Double(sampleRate) / 2)
    try require(
      "mel.highest", mel.highest, mel.highest > mel.lowest, "above mel.lowest, \(mel.lowest)")
    try compression.validate()
    try normalisation.validate()
    try image.validate(bands: mel.bands)
  }
}

extension FrontEndSettings.Image {
  fileprivate func validate(bands: Int) throws(FrontEndError) {
    try require("image.columns", columns, in: 1...4096)
    try require("image.height", height, in: 1...4096)
    try require("image.width", width, in: 1...4096)
    try require("image.channels", channels, channels == 1 || channels == 3, "1 or 3")
    if fit == .crop {
      try require(
        "image.height", height, height <= bands, "at most mel.bands, \(bands), to crop; or resize")
      try require(
        "image.width", width, width <= columns,
        "at most image.columns, \(columns), to crop; or resize")
    }
  }
}

extension Compression {
  fileprivate func validate() throws(FrontEndError) {
    switch self {
    case .log(let offset):
      try require("compression.log.offset", offset, in: 1e-30...1e6)
    case .decibel(let decibel):
      if case .power(let reference) = decibel.reference {
        try require("compression.decibel.reference", reference, in: 1e-30...1e6)
      }
      try require("compression.decibel.amin", decibel.amin, in: 1e-30...1e6)
      if let topRange = decibel.topRange {
        try require("compression.decibel.topRange", topRange, in: 1e-3...1e3)
      }
    case .pcen(let pcen):
      try require("compression.pcen.gain", pcen.gain, in: 0...1)
      try require("compression.pcen.bias", pcen.bias, in: 1e-6...1e6)
      try require("compression.pcen.power", pcen.power, in: 1e-3...1)
      try require("compression.pcen.timeConstant", pcen.timeConstant, in: 1e-4...1e3)
      try require("compression.pcen.eps", pcen.eps, in: 1e-15...1)
      try require("compression.pcen.inputScale", pcen.inputScale, in: 1e-12...4_294_967_296)
    }
  }
}

extension Normalisation {
  fileprivate func validate() throws(FrontEndError) {
    switch self {
    case .fixed(let mean, let deviation):
      try require("normalisation.fixed.mean", mean, in: -1e6...1e6)
      try require("normalisation.fixed.deviation", deviation, in: 1e-6...1e6)
    case .standard(let smallestDeviation):
      try require(
        "normalisation.standard.smallestDeviation", smallestDeviation, in: 1e-6...1e6)
    case .peak(let range):
      try require("normalisation.peak.range", range, in: 1e-3...1e6)
    }
  }
}

/// - Throws: ``FrontEndError/impossible(_:value:requirement:)``, for a NaN too.
func require<Value: Comparable>(
  _ key: String, _ value: Value, in range: ClosedRange<Value>
) throws(FrontEndError) {
  try require(
    key, value, range.contains(value), "from \(range.lowerBound) to \(range.upperBound)")
}

func require<Value>(
  _ key: String, _ value: Value, _ holds: Bool, _ requirement: String
) throws(FrontEndError) {
  guard holds else {
    throw .impossible(key, value: "\(value)", requirement: requirement)
  }
}
