import Pictures
import Testing

@Suite struct PlotTests {
  private func panels(_ count: Int) throws -> CurvePanels {
    try CurvePanels(
      title: "Precision and recall", subtitle: "a model", horizontal: "recall",
      vertical: "precision", series: ["fp32", "int8"],
      panels: (0..<count).map { index in
        .init(
          title: "class \(index)", notes: ["AP 0.9", "AP 0.8"],
          curves: [
            [.init(x: 0, y: 1), .init(x: 1, y: 1)], [.init(x: 0, y: 1), .init(x: 1, y: 0)],
          ])
      })
  }

  @Test(arguments: [1, 2, 4, 7, 15, 30])
  func `panels are drawn for any number of classes`(count: Int) throws {
    let png = try #require(DecodedPNG(panels(count).png()))
    #expect(png.width >= 1040 && png.height >= 700 && png.width < 3000)
  }

  @Test func `the second curve is drawn over the first and both are seen`() throws {
    let png = try #require(DecodedPNG(panels(1).png()))
    // Of one panel: the frame begins at 66, 122 points and is 190 wide; two pixels a point.
    let (left, top, side) = (2 * 66, 2 * 122, 2 * 190)
    let upper = png[left + side / 2, top]
    #expect(upper.red > upper.blue + 40, "the broad light line along the top")
    let middle = png[left + side / 2, top + side / 2]
    #expect(middle.blue > middle.red + 40, "the dark line across")
    #expect(png.brightness(left + side * 3 / 8, top + side * 5 / 8) > 230, "nothing beside them")
  }

  @Test func `a matrix is dark where a row's share is high and white where there is nothing`()
    throws
  {
    let picture = try MatrixPicture(
      title: "Confusion", subtitle: "", names: ["cat of the house", "dog of the house"],
      counts: [40, 0, 10, 30])
    let png = try #require(DecodedPNG(picture.png()))
    // Cells of 42 points from 170, 210; a corner of each, beside its number.
    func brightness(_ row: Int, _ column: Int) -> Double {
      Double(png.brightness(2 * (170 + 42 * column) + 12, 2 * (210 + 42 * row) + 12))
    }
    #expect(brightness(0, 0) < brightness(1, 1) && brightness(1, 1) < brightness(1, 0))
    #expect(brightness(1, 0) < brightness(0, 1) && brightness(0, 1) > 245)
  }

  @Test func `a dot stands at its value`() throws {
    let picture = try DotPlotPicture(
      title: "Robustness", subtitle: "", axis: "accuracy", series: ["int8"],
      rows: [
        .init(label: "as recorded", dots: [.init(value: 1)]),
        .init(label: "noise", dots: [.init(value: 0.5, bounds: 0.4...0.6)], beginsGroup: true),
      ])
    let png = try #require(DecodedPNG(picture.png()))
    // The axis runs from 200 to 824 points; rows of 28 begin at 100.
    func isMarked(_ value: Double, row: Int) -> Bool {
      let x = Int(2 * (200 + 624 * value))
      let y = Int(2 * (100 + 28 * (Double(row) + 0.5)))
      return png.brightness(x, y) < 225
    }
    #expect(isMarked(1, row: 0) && isMarked(0.5, row: 1) && isMarked(0.42, row: 1))
    #expect(!isMarked(0.75, row: 1) && !isMarked(0.35, row: 0))
  }

  @Test func `what cannot be drawn is refused`() {
    #expect(throws: PictureError.self) { try panels(0) }
    #expect(throws: PictureError.self) {
      try MatrixPicture(title: "", subtitle: "", names: ["a"], counts: [1, 2])
    }
    #expect(throws: PictureError.self) {
      try MatrixPicture(title: "", subtitle: "", names: ["a"], counts: [-1])
    }
    let error = #expect(throws: PictureError.self) {
      try DotPlotPicture(
        title: "", subtitle: "", axis: "", series: ["int8"],
        rows: [.init(label: "noise", dots: [.init(value: .nan)])])
    }
    #expect(
      error?.description
        == "The plot cannot be drawn: noise has a value that is not from 0 to 1. Give each series finite values."
    )
    #expect(throws: PictureError.self) {
      try CurvePanels(
        title: "", subtitle: "", horizontal: "", vertical: "", series: ["int8"],
        panels: [.init(title: "a", notes: [""], curves: [[.init(x: .nan, y: 0)]])])
    }
  }
}
