import Evaluation
import EventDetection
import Pictures
import SpeciesClassifier
import Testing

@testable import HeadTraining

@Suite struct CardPlotsTests {
  @Test func `very many classes have the pictures that can be read`() throws {
    let count = MatrixPicture.mostNames + 1
    let itemCount = 2 * count
    let truth = (0..<itemCount).flatMap { item in (0..<count).map { $0 == item % count } }
    let scores = truth.indices.map { place in
      truth[place] ? 0.6 : Double(place % 7) / 10
    }
    let recordings = (0..<itemCount).map { "recording \($0)" }
    let items = ScoredItems(
      classCount: count, scores: scores, truth: truth, recordings: recordings)
    let evaluation = ScoreEvaluation(
      items, thresholds: scores.map { _ in 0.5 },
      bootstrap: ClusterBootstrap(clusters: recordings, count: 2))
    let classes = evaluation.classes.enumerated().map { index, figures in
      HeadJudgement.Class(
        taxon: Taxon(commonName: "Species \(index)", scientificName: nil, kind: .species),
        clips: figures.positives, recordings: figures.recordings,
        calibration: Calibration(scale: 1, offset: 0), threshold: 0.5, isValidated: true,
        averagePrecision: figures.averagePrecision, areaUnderROC: figures.areaUnderROC,
        precision: figures.precision, recall: figures.recall)
    }
    let pictures = try CardPlots(
      classes: classes, items: items, evaluation: evaluation, name: "many"
    ).all()
    #expect(pictures.map { $0.name } == ["card-precision-recall.png", "card-reliability.png"])
  }

  @Test func `of too many classes the worst are shown, in their order`() {
    // Each figure three times, but that the sixth class has none.
    let figures = (0..<300).map { $0 == 5 ? nil : Double($0 % 100) / 100 }
    let shown = CardPlots.worst(figures)
    #expect(shown.count == CardPlots.mostPanels)
    let places = shown.map { $0.index }
    #expect(places == places.sorted() && !places.contains(5))
    #expect(shown.allSatisfy { $0.figure == figures[$0.index] && $0.figure <= 0.2 })
    #expect(CardPlots.worst([0.3, nil, 0.1]).map { $0.index } == [0, 2])
  }
}
