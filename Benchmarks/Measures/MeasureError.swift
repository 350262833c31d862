/// Why nothing can be measured.
enum MeasureError: Error, CustomStringConvertible {
  case usage

  var description: String {
    switch self {
    case .usage:
      "usage: benchmarks features | load MODEL | threads MODEL SECONDS | pipeline BUNDLE FILE..."
    }
  }
}
