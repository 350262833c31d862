import ArgumentParser

/// In what numbers a network is computed.
enum Precision: String, ExpressibleByArgument, CaseIterable {
  /// In the integers of its file.
  case int8
  /// In the real numbers for which these stand.
  case fp32
}
