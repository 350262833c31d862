/// Finds the least value of a smooth convex function by L-BFGS: quasi-Newton steps whose curvature is known
/// from the last few gradients.
///
/// The same function and start give the same result, bit for bit.
///
/// Source: J. Nocedal, S. Wright, *Numerical Optimization*, 2nd edition, algorithms 7.4 and 7.5, with a
/// backtracking search for the step (algorithm 3.1).
struct LimitedMemoryBFGS {
  /// Steps whose curvature is remembered.
  var memory = 10
  var iterations = 100
  /// It is enough once no part of the gradient is larger.
  var gradientTolerance = 1e-5

  /// - Parameters:
  ///   - start: Where the search begins.
  ///   - evaluate: The function's value at a point; writes its gradient there.
  /// - Returns: The best point found.
  func minimum(
    from start: [Double], _ evaluate: (_ point: [Double], _ gradient: inout [Double]) -> Double
  ) -> [Double] {
    var point = start
    var gradient = [Double](repeating: 0, count: start.count)
    var value = evaluate(point, &gradient)
    var pairs: [(step: [Double], change: [Double], inverse: Double)] = []
    for _ in 0..<iterations {
      guard gradient.contains(where: { $0.magnitude > gradientTolerance }) else { break }
      var direction = descent(gradient, pairs)
      var slope = dot(direction, gradient)
      if slope >= 0 {
        // Rounding has spoilt what was remembered: begin anew, straight down.
        pairs.removeAll()
        direction = gradient.map { -$0 }
        slope = -dot(gradient, gradient)
      }
      // The first step knows no curvature, and goes as far as 1.
      var length = pairs.isEmpty ? min(1, 1 / dot(gradient, gradient).squareRoot()) : 1
      var next = point
      var nextGradient = gradient
      var nextValue = Double.infinity
      for _ in 0..<40 {
        for index in point.indices { next[index] = point[index] + length * direction[index] }
        nextValue = evaluate(next, &nextGradient)
        if nextValue <= value + 1e-4 * length * slope { break }
        length /= 2
      }
      guard nextValue < value else { break }
      let step = zip(next, point).map { $0 - $1 }
      let change = zip(nextGradient, gradient).map { $0 - $1 }
      let curvature = dot(step, change)
      if curvature > 1e-12 * dot(change, change) {
        pairs.append((step, change, 1 / curvature))
        if pairs.count > memory { pairs.removeFirst() }
      }
      (point, gradient, value) = (next, nextGradient, nextValue)
    }
    return point
  }

  /// The two loops of algorithm 7.4: minus the gradient times the inverse curvature.
  private func descent(
    _ gradient: [Double], _ pairs: [(step: [Double], change: [Double], inverse: Double)]
  ) -> [Double] {
    var direction = gradient.map { -$0 }
    var factors: [Double] = []
    for pair in pairs.reversed() {
      let factor = pair.inverse * dot(pair.step, direction)
      add(-factor, pair.change, to: &direction)
      factors.append(factor)
    }
    if let last = pairs.last {
      let scale = 1 / (last.inverse * dot(last.change, last.change))
      for index in direction.indices { direction[index] *= scale }
    }
    for (pair, factor) in zip(pairs, factors.reversed()) {
      let other = pair.inverse * dot(pair.change, direction)
      add(factor - other, pair.step, to: &direction)
    }
    return direction
  }

  private func dot(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for index in first.indices { sum += first[index] * second[index] }
    return sum
  }

  private func add(_ factor: Double, _ vector: [Double], to sum: inout [Double]) {
    for index in sum.indices { sum[index] += factor * vector[index] }
  }
}
