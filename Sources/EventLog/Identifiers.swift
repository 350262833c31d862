/// A registered model bundle.
public struct BundleID: Hashable, Sendable {
  let row: Int64
}

/// A registered set of settings.
public struct SettingsID: Hashable, Sendable {
  let row: Int64
}

/// One pass of a model over one channel of a recording.
public struct AnalysisID: Hashable, Sendable {
  let row: Int64
}
