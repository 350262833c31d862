import ImageValidation

extension PrecisionOptions {
  /// A classifier of images.
  /// - Parameter name: As ``ModelLocation/networkPath(named:)`` takes it.
  func imageNetwork(named name: String) throws -> ImageNetwork {
    let path = try ModelLocation.networkPath(named: name)
    switch precision {
    case .int8:
      let model = try storedModel(contentsOf: path)
      return try ModelLocation.images(of: path) { () throws(ImageValidationError) in
        try ImageNetwork(model)
      }
    case .fp32:
      let model = try floatModel(contentsOf: path)
      return try ModelLocation.images(of: path) { () throws(ImageValidationError) in
        try ImageNetwork(model)
      }
    }
  }

  /// The network's name for a report.
  func title(of name: String) -> String {
    guard precision == .fp32 else { return name }
    return weights.map { "\(name) in fp32 with \($0)" } ?? "\(name) in fp32"
  }
}
