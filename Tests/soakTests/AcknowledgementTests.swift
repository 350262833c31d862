import Testing

@testable import soak

@Suite struct AcknowledgementTests {
  @Test func `a line is read as it was written`() {
    let said = Acknowledgement(
      kind: .closed, input: "pond", start: 8000, end: 24_000, startedAt: -5,
      commonName: "Common raven")
    #expect("\(said)" == "closed pond 8000 24000 -5 Common raven")
    #expect(Acknowledgement("\(said)") == said)
  }

  @Test(arguments: ["", "closed pond 8000 24000 5", "gone pond 1 2 3 Hum", "closed pond 1 x 3 Hum"])
  func `what is no acknowledgement is none`(line: String) { #expect(Acknowledgement(line) == nil) }
}
