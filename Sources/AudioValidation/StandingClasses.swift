import Evaluation

/// Which class stands for which, and what is one event of it.
///
/// Where a model tells calls of one species apart, and a label does not, the first of the species' classes stands
/// for all.
struct StandingClasses: Sendable {
  /// Labels of one sound may lie this far apart, seconds: as far as programs round.
  static let touching = 0.1

  /// Of each class, the one that stands for it.
  let stands: [Int]

  init(stands: [Int]) { self.stands = stands }

  /// - Parameter labels: Each with the classes that it may mean.
  init(classCount: Int, labels: [[Int]]) {
    var stands = Array(0..<classCount)
    for classes in labels {
      let own = Set(classes.map { stands[$0] })
      guard own.count > 1, let first = own.min() else { continue }
      stands = stands.map { own.contains($0) ? first : $0 }
    }
    self.stands = stands
  }

  /// What was found: what several classes of one species hear at the same time is one event.
  /// - Parameter found: By start.
  func found(_ found: [EventEvaluation.Event]) -> [EventEvaluation.Event] {
    let several = Set(stands.indices.filter { stands[$0] != $0 }.map { stands[$0] })
    return united(found) { several.contains($0) && $1 < 0 }
  }

  /// What is so.
  /// - Parameters:
  ///   - labels: By start.
  ///   - areJoined: Whether labels of a class that touch or overlap are one event.
  func truth(_ labels: [EventEvaluation.Event], areJoined: Bool) -> [EventEvaluation.Event] {
    united(labels) { _, distance in areJoined && distance <= Self.touching }
  }

  /// - Parameter areOne: Whether two events of a class are one, by that class and by the seconds from the end of the
  ///   first to the start of the second, negative where they overlap.
  private func united(
    _ events: [EventEvaluation.Event], where areOne: (_ classIndex: Int, _ distance: Double) -> Bool
  ) -> [EventEvaluation.Event] {
    var united: [EventEvaluation.Event] = []
    var last: [Int: Int] = [:]
    for event in events {
      let (index, span) = (stands[event.classIndex], event.span)
      if let place = last[index],
        areOne(index, span.lowerBound - united[place].span.upperBound)
      {
        let before = united[place].span
        united[place].span = before.lowerBound..<max(before.upperBound, span.upperBound)
      } else {
        last[index] = united.count
        united.append(.init(classIndex: index, span: span))
      }
    }
    return united
  }
}
