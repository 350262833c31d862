import EventDetection
import LabelledSound
import Testing

@Suite struct LabelMapTests {
  static let classes = [
    Taxon(commonName: "Chirping birds"),
    Taxon(commonName: "Common raven", scientificName: "Corvus corax"),
    Taxon(commonName: "Common raven, young", scientificName: "Corvus corax"),
    Taxon(commonName: "Background", kind: .background),
    Taxon(commonName: "Dog", scientificName: "Canis familiaris"),
  ]

  @Test(arguments: [
    ("chirping_birds", [0]), ("CHIRPING BIRDS", [0]), ("Corvus corax_Common raven", [1]),
    ("Corvus corax_Kolkrabe", [1, 2]), ("corvus_corax", [1, 2]), ("Corvus corone_dog", [4]),
    ("wolf", [4]), ("Rook", []),
  ])
  func `a label stands for the classes of either of its names`(text: String, indices: [Int]) throws
  {
    let map = try LabelMap(
      classes: Self.classes, renamed: [(#require(SoundLabel("Wolf")), "canis familiaris")])
    #expect(try map.indices(of: #require(SoundLabel(text))) == indices)
  }

  @Test func `a background stands for the background's classes, other clips for theirs`() throws {
    let map = try LabelMap(classes: Self.classes)
    func clip(_ labels: [String], isBackground: Bool = false) -> LabelledClip {
      LabelledClip(
        path: "", name: "", labels: labels.compactMap { SoundLabel($0) },
        isBackground: isBackground, recording: "", seconds: 1, digest: "")
    }
    #expect(try map.indices(of: clip([], isBackground: true)) == [3])
    #expect(try map.indices(of: clip(["dog", "Corvus corax_Common raven", "rook"])) == [1, 4])
    #expect(try map.indices(of: clip([])) == [])
  }

  @Test func `a map to a class that the model lacks is refused`() throws {
    let label = try #require(SoundLabel("Wolf"))
    #expect(throws: DetectionError.self) {
      try LabelMap(classes: Self.classes, renamed: [(label, "Wolf")])
    }
    #expect(throws: DetectionError.self) {
      try LabelMap(classes: Self.classes, renamed: [(label, "dog"), (label, "dog")])
    }
  }
}
