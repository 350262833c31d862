import Testing

@testable import EventDetection

@Suite struct ClassNamesTests {
  static let names = ClassNames([
    Taxon(commonName: "Common raven", scientificName: "Corvus corax"),
    Taxon(commonName: "Common raven, young", scientificName: "Corvus corax"),
    Taxon(commonName: "Carrion crow", scientificName: "Corvus corone"),
    Taxon(commonName: "Engine", kind: .background),
    Taxon(commonName: "Human_voice", kind: .human),
  ])

  @Test(
    arguments: [
      ("Common raven", [0]), ("common RAVEN", [0]), ("  Common raven\t", [0]),
      ("Corvus corax", [0, 1]), ("CORVUS CORAX", [0, 1]), ("Corvus corax_Common raven", [0]),
      ("Corvus corax_Kolkrabe", [0, 1]), ("Corvus corone_Carrion crow", [2]), ("Engine", [3]),
      ("Engine_Engine", [3]), ("Human_voice", [4]),
      ("human voice", [4]), ("common_raven", [0]), ("corvus_corax", [0, 1]),
      ("Corvus corax_common_raven", [0]), ("corvus_corax_common_raven", nil),
      ("Human_voice_Human_voice", nil),
      ("Corvus corax_Carrion crow", nil), ("Engine_Motor", nil), ("Motor_Engine", nil),
      ("raven", nil),
      ("Corvus", nil), ("", nil), ("_", nil), ("Corvus corax_", nil),
    ] as [(String, [Int]?)])
  func `a class is found by common name, scientific name, or both`(
    name: String, expected: [Int]?
  ) throws {
    guard let expected else {
      #expect(throws: DetectionError.self) { try Self.names.indices(of: name, in: "a list") }
      return
    }
    #expect(try Self.names.indices(of: name, in: "a list") == expected)
  }

  @Test func `taxa without a scientific name are not found by an empty one`() {
    let names = ClassNames([Taxon(commonName: "Engine", kind: .background)])
    #expect(throws: DetectionError.self) { try names.indices(of: "_Engine", in: "a list") }
    #expect(throws: DetectionError.self) { try names.indices(of: "", in: "a list") }
  }
}
