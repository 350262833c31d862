/// How two operands of an elementwise operator meet: dimensions of size 1, and dimensions that a
/// shorter shape lacks on the left, are repeated.
struct Broadcast: Sendable {
  struct Dimension {
    var count: Int
    /// Distances in elements; 0 where the operand is repeated.
    let first: Int
    let second: Int
  }

  let shape: [Int]
  /// Without the innermost.
  private let outer: [Dimension]
  private let inner: Dimension

  /// Nil if the shapes do not meet.
  init?(_ first: [Int], _ second: [Int]) {
    let rank = max(first.count, second.count)

    func extended(_ shape: [Int]) -> (shape: [Int], strides: [Int]) {
      let whole = Array(repeating: 1, count: rank - shape.count) + shape
      let strides = zip(whole, rowMajorStrides(whole)).map { $0 == 1 ? 0 : $1 }
      return (whole, strides)
    }
    let (a, b) = (extended(first), extended(second))
    var dimensions: [Dimension] = []
    for index in 0..<rank {
      guard a.shape[index] == b.shape[index] || a.shape[index] == 1 || b.shape[index] == 1 else {
        return nil
      }
      let next = Dimension(
        count: max(a.shape[index], b.shape[index]), first: a.strides[index],
        second: b.strides[index])
      guard next.count > 1 else { continue }
      if let last = dimensions.last, last.first == next.first * next.count,
        last.second == next.second * next.count
      {
        dimensions[dimensions.count - 1] = Dimension(
          count: last.count * next.count, first: next.first, second: next.second)
      } else {
        dimensions.append(next)
      }
    }
    shape = zip(a.shape, b.shape).map { max($0, $1) }
    inner = dimensions.popLast() ?? Dimension(count: 1, first: 0, second: 0)
    outer = dimensions
  }

  /// The dimension outside the innermost, where there is exactly one.
  var onlyOuter: Dimension? { outer.count == 1 ? outer[0] : nil }

  /// Distances of neighbours in the innermost dimension.
  var innerSteps: (first: Int, second: Int) { (inner.first, inner.second) }

  var outputCount: Int { shape.reduce(1, *) }

  /// Whether both operands have the output's shape.
  var repeatsNothing: Bool {
    outer.isEmpty && (inner.count == 1 || (inner.first == 1 && inner.second == 1))
  }

  /// Calls `body` with the positions of both operands for each element of the output in turn.
  @inline(__always)
  func visit(_ body: (_ first: Int, _ second: Int, _ output: Int) -> Void) {
    let rows = outer.reduce(1) { $0 &* $1.count }
    var output = 0
    for row in 0..<rows {
      var (first, second, rest) = (0, 0, row)
      for dimension in outer.reversed() {
        let index = rest % dimension.count
        rest /= dimension.count
        first &+= index &* dimension.first
        second &+= index &* dimension.second
      }
      for _ in 0..<inner.count {
        body(first, second, output)
        first &+= inner.first
        second &+= inner.second
        output &+= 1
      }
    }
  }
}

extension OperatorSite {
  /// The two inputs of an elementwise operator and how they meet.
  func elementwiseInputs() throws(ModelError) -> (
    first: Tensor, second: Tensor, broadcast: Broadcast
  ) {
    try requireInputCount(2...2)
    let (first, second) = (try input(0, "first input"), try input(1, "second input"))
    for tensor in [first, second, output] { try require(tensor, "a tensor", is: numberType) }
    guard let broadcast = Broadcast(first.shape, second.shape) else {
      throw inconsistent("inputs of shapes \(first.shape) and \(second.shape) do not fit together")
    }
    try requireOutputShape(broadcast.shape)
    return (first, second, broadcast)
  }
}
