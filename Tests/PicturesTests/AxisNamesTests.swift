import Testing

@testable import Pictures

@Suite struct AxisNamesTests {
  @Test(arguments: [
    [30, 60, 30, 30], [90, 90, 90], [100], [80, 10, 10, 10, 10, 10, 10, 10, 10, 80],
    [Double](repeating: 7, count: 200), [],
  ])
  func `names stand within the axis, with room between, and some do`(widths: [Double]) {
    let names = AxisNames(widths: widths, within: 100).placed
    #expect(names.isEmpty == widths.isEmpty)
    for (number, name) in names.enumerated() {
      #expect(name.span.lowerBound >= 0 && name.span.upperBound <= 100)
      #expect(abs(name.span.upperBound - name.span.lowerBound - widths[name.column]) < 1e-9)
      guard number > 0 else { continue }
      #expect(name.span.lowerBound >= names[number - 1].span.upperBound + AxisNames.gap)
    }
  }

  @Test func `where there is room a name stands in the middle of its column`() {
    let names = AxisNames(widths: [10, 10], within: 100).placed
    #expect(names.map(\.span) == [20...30, 70...80])
  }

  @Test func `a name that is wider than the axis is left out`() {
    #expect(AxisNames(widths: [101], within: 100).placed.isEmpty)
  }
}
