import Evaluation
import Testing

@testable import AudioValidation

@Suite struct StandingClassesTests {
  @Test func `what several classes of one species hear at the same time is one event`() {
    let found: [EventEvaluation.Event] = [
      .init(classIndex: 0, span: 0..<3), .init(classIndex: 1, span: 1..<2),
      .init(classIndex: 2, span: 2..<4), .init(classIndex: 1, span: 2.5..<5),
      .init(classIndex: 2, span: 3..<6), .init(classIndex: 0, span: 5..<6),
    ]
    #expect(
      StandingClasses(stands: [0, 0, 2]).found(found) == [
        .init(classIndex: 0, span: 0..<5), .init(classIndex: 2, span: 2..<4),
        .init(classIndex: 2, span: 3..<6), .init(classIndex: 0, span: 5..<6),
      ])
    #expect(StandingClasses(stands: [0, 1, 2]).found(found) == found)
  }

  @Test func `the first of the classes that a label may mean stands for all`() {
    let classes = StandingClasses(classCount: 6, labels: [[4], [3, 1], [5, 3], []])
    #expect(classes.stands == [0, 1, 2, 1, 4, 1])
  }

  @Test func `labels of a class that touch or overlap are one true event`() {
    let labels: [EventEvaluation.Event] = [
      .init(classIndex: 0, span: 0..<5), .init(classIndex: 1, span: 4..<6),
      .init(classIndex: 0, span: 5.001..<10), .init(classIndex: 0, span: 9..<9.5),
      .init(classIndex: 0, span: 10.5..<12), .init(classIndex: 1, span: 11..<12),
    ]
    let classes = StandingClasses(stands: [0, 1])
    #expect(
      classes.truth(labels, areJoined: true) == [
        .init(classIndex: 0, span: 0..<10), .init(classIndex: 1, span: 4..<6),
        .init(classIndex: 0, span: 10.5..<12), .init(classIndex: 1, span: 11..<12),
      ])
    #expect(classes.truth(labels, areJoined: false) == labels)
  }
}
