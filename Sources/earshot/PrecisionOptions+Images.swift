import ImageValidation

extension PrecisionOptions {
  /// A classifier of images.
  /// - Parameter name: As ``ModelLocation/network(named:strategy:)`` takes it.
  func imageNetwork(named name: String) throws -> ImageNetwork {
    let path = try ModelLocation.networkPath(named: name)
    return switch precision {
    case .int8: try ImageNetwork(storedModel(contentsOf: path))
    case .fp32: try ImageNetwork(floatModel(contentsOf: path))
    }
  }

  /// The network's name for a report.
  func title(of name: String) -> String {
    guard precision == .fp32 else { return name }
    return weights.map { "\(name) in fp32 with \($0)" } ?? "\(name) in fp32"
  }
}
