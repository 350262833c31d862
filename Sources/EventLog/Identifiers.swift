/// A registered model bundle.
public struct BundleID: Hashable, Sendable {
  let row: Int64
}

/// A registered set of settings.
public struct SettingsID: Hashable, Sendable {
  let row: Int64
}

/// One stretch that a station heard of an input.
public struct StreamID: Hashable, Sendable {
  let row: Int64
}

/// The analysis of one stream of a station's input, while it goes on.
public struct LiveAnalysisID: Hashable, Sendable {
  let stream: Int64
  let analysis: Int64
  let decision: Int64
}

/// A gap that is still open.
public struct OpenGapID: Hashable, Sendable {
  let row: Int64
}

/// One pass of a model over one channel of a recording or a stream.
public struct AnalysisID: Hashable, Sendable {
  let row: Int64
}
