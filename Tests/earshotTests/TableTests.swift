import Testing

@testable import earshot

@Suite struct TableTests {
  @Test func `columns are as wide as their widest cell, and no line ends in spaces`() {
    var table = Table([("name", .left), ("events", .right), ("note", .left)])
    table.add(["Mönchsgrasmücke", "3", ""])
    table.add(["Elk", "1204", "far away"])
    #expect(
      table.lines == [
        "name             events  note", "Mönchsgrasmücke       3",
        "Elk                1204  far away",
      ])
  }

  @Test func `a table without rows is its titles`() {
    #expect(Table([("a", .left), ("b", .right)]).lines == ["a  b"])
  }
}
