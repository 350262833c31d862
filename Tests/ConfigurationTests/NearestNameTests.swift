import Configuration
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("Rabin", "Robin"), ("robin", "Robin"), ("Cariion crow", "Carrion crow"), ("Hne", "Hen"),
    ("Carrion crow", "Carrion crow"), ("Corvus corax", nil), ("", nil), ("X", nil),
  ])
  func `one letter wrong, missing, added or exchanged is forgiven`(
    typed: String, meant: String?
  ) {
    #expect(nearestName(to: typed, among: ["Robin", "Carrion crow", "Hen"]) == meant)
  }

  @Test func `the first of equally near names wins`() {
    #expect(nearestName(to: "cot", among: ["cat", "cut"]) == "cat")
  }
}
