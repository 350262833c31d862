/// Why nothing can be measured.
enum MeasureError: Error, CustomStringConvertible {
  case noSuchKernels(String, available: [String])
  case usage

  var description: String {
    switch self {
    case .noSuchKernels(let name, let available):
      "This CPU has no kernels \(name). It has \(available.joined(separator: ", "))."
    case .usage:
      "usage: benchmarks features | load MODEL | threads MODEL SECONDS | pipeline BUNDLE FILE... "
        + "| kernels | digests MODEL KERNELS"
    }
  }
}
