import Foundation

/// Refuses an output that would take the place of what a command reads, however either is spelt.
/// - Throws: ``UsageError``.
func refuse(_ output: String, over inputs: [String]) throws(UsageError) {
  var target = stat()
  guard unsafe stat(output, &target) == 0, target.st_mode & S_IFMT == S_IFREG else { return }
  for input in inputs {
    var status = stat()
    if unsafe stat(input, &status) == 0, status.st_dev == target.st_dev,
      status.st_ino == target.st_ino
    {
      let what = input == output ? "one of the inputs" : "the input \(input)"
      throw UsageError("the output \(output) is \(what). Give another name.")
    }
  }
}
