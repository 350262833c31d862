import Testing

/// Counts tensors compared and names those that differ.
struct Tally {
  private let what: String
  var models = 0
  private var tensors = 0
  private var differing: [String] = []

  init(_ what: String) { self.what = what }

  mutating func count(_ isSame: Bool, _ name: @autoclosure () -> String) {
    tensors += 1
    if !isSame { differing.append(name()) }
  }

  /// Prints the counts, and records an issue that names what differs.
  ///
  /// - Parameter expected: How many tensors there are to be compared.
  func report(of expected: Int) {
    let count = models == 1 ? "1 model" : "\(models) models"
    print("\(what): \(count), \(tensors) tensors compared, \(differing.count) differing")
    #expect(tensors == expected, "\(what)")
    #expect(differing.isEmpty, "\(what): \(differing.prefix(20).joined(separator: "\n"))")
  }
}
