import Foundation
import TestSupport
import Testing

@testable import Pictures

@Suite struct ColourTests {
  /// CIE 1976 lightness, 0…100, of an sRGB pixel: another yardstick than the one the map is made by.
  private func lightness(_ pixel: UInt32) -> Double {
    func light(_ shift: UInt32) -> Double {
      let component = Double(pixel >> shift & 255) / 255
      if component <= 0.04045 { return component / 12.92 }
      return pow((component + 0.055) / 1.055, 2.4)
    }
    let luminance = 0.2126 * light(16) + 0.7152 * light(8) + 0.0722 * light(0)
    return luminance > 216.0 / 24_389 ? 116 * cbrt(luminance) - 16 : luminance * 24_389 / 27
  }

  @Test func `the map grows lighter at every step, from near black to near white`() {
    let steps = ColourMap.pixels.map(lightness)
    #expect(steps.count == 256)
    #expect(steps[0] < 4 && steps[255] > 94)
    // A step of 8-bit components may stand still, but over four it always rises, and evenly.
    let rises = zip(steps.dropFirst(4), steps).map { $0 - $1 }
    #expect(rises.allSatisfy { $0 > 0 && $0 < 3 })
  }

  @Test func `white, black and grey come out exactly`() {
    #expect(Colour(lightness: 1, chroma: 0, hue: 0).pixel == 0xFFFFFF)
    #expect(Colour(lightness: 0, chroma: 0, hue: 0).pixel == 0)
    // Ottosson's table: pure sRGB red is L 0.62796, chroma 0.25768, hue 29.23 degrees.
    #expect(Colour(lightness: 0.62796, chroma: 0.25768, hue: 29.2339).pixel == 0xFF0000)
  }

  @Test func `a colour no screen has keeps its lightness and hue and loses chroma`() {
    let colour = Colour(lightness: 0.5, chroma: 0.4, hue: 150)
    let bounds = [colour.red, colour.green, colour.blue]
    #expect(bounds.allSatisfy { (0...1).contains($0) })
    #expect(colour.green > colour.red && colour.green > colour.blue)
  }

  @Test func `a species has one colour in every picture, in whatever company it is heard`() throws {
    let bundle = SharedData.repository.appending(path: "Models/earshot-animals/bundle.json")
    let manifest = try JSONSerialization.jsonObject(with: Data(contentsOf: bundle))
    let classes = try #require((manifest as? [String: Any])?["classes"] as? [[String: Any]])
    let names = classes.filter { $0["kind"] as? String == "species" }
      .compactMap { $0["commonName"] as? String }
    #expect(names.count == 12)
    func marks(_ names: [String]) -> [Palette.Mark] {
      Palette.marks(for: names.map { Annotation(startSeconds: 0, endSeconds: 1, label: $0) })
    }
    let alone = names.flatMap { marks([$0]) }
    #expect(marks(names) == alone)
    #expect(marks(names.reversed()) == alone.reversed())
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `no two of eight species look alike, whatever their names and order`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let names = (0..<8).map { _ in "\(random.next() % 1000)" }
    let hues = SpeciesHues(names)
    for one in names {
      for other in names where one != other {
        let distance = SpeciesHues.distance(hues[one], hues[other])
        #expect(distance >= SpeciesHues.leastDistance, "seed \(seed): \(one) and \(other)")
      }
      #expect((0..<360).contains(hues[one]))
    }
    let shuffled = SpeciesHues(names.shuffled(using: &random))
    #expect(names.map { hues[$0] } == names.map { shuffled[$0] }, "seed \(seed)")
  }

  @Test func `species differ in colour, a label keeps its own, people have one of theirs`() {
    let labels = (0..<12).map { Annotation(startSeconds: 0, endSeconds: 1, label: "\($0)") }
    let marks = Palette.marks(for: labels + [labels[3]])
    #expect(Set(marks.map(\.onPaper.pixel)).count == 12)
    #expect(marks[12] == marks[3])
    let human = Annotation(startSeconds: 0, endSeconds: 1, label: "0", kind: .human)
    #expect(Palette.marks(for: [human]) == [Palette.human])
  }
}
