import AudioIO
import EventDetection
import EventLog
import Foundation
import TestSupport
import Testing

@testable import Station

/// What clips are called and what they say.
@Suite struct ClipFactsTests {
  static func facts(
    _ taxon: Taxon = Taxon(commonName: "Common raven", scientificName: "Corvus corax"),
    input: String = "pond", score: Float = 0.9789, startedAt: Int64 = 1_780_802_055_250_999
  ) -> ClipFacts {
    ClipFacts(
      classIndex: 0, taxon: taxon, input: input, device: "usb-Acme_Mic", deployment: nil,
      startedAt: startedAt, utcOffsetMinutes: 120, sampleRate: 48_000,
      range: SampleRange(start: 480_000, end: 912_000),
      event: SampleRange(start: 624_000, end: 768_000), peakScore: score, meanScore: 0.8,
      model: "animals", modelVersion: "1.2")
  }

  @Test func `a clip is called by time, species, input and score`() {
    #expect(
      Self.facts().name.description
        == "2026-06-07/20260607T031415.250Z_corvus-corax_pond_97.flac")
    #expect(Self.facts().name.next.file == "20260607T031415.250Z_corvus-corax_pond_97-2.flac")
    #expect(Self.facts(score: 1).name.file.hasSuffix("_100.flac"))
    #expect(Self.facts(score: .nan).name.file.hasSuffix("_0.flac"))
    #expect(Self.facts(startedAt: .min).name.day == "0000-01-01")
    #expect(Self.facts(startedAt: .max).name.day == "9999-12-31")
  }

  @Test func `the name alone tells when the first sample sounded`() {
    let facts = Self.facts()
    let metadata = RecorderMetadata.parse(
      header: [], fileName: facts.name.description, timeZone: nil)
    #expect(metadata.start?.utcMicroseconds == facts.startedAt / 1000 * 1000)
    #expect(metadata.start?.source == .fileName && metadata.start?.zone == .recorder)
  }

  @Test(arguments: [
    ("Corvus corax", "corvus-corax"), ("Pouillot véloce", "pouillot-veloce"),
    ("Gray-headed  Woodpecker (drum)", "gray-headed-woodpecker-drum"),
    ("Ross's goose", "rosss-goose"), ("Größe/Łódź", "grosse-lodz"),
    ("山雀", "u5c71-u96c0"), ("../../etc/passwd", "etc-passwd"), ("CON:*?\"<>|\n\u{0}", "con"),
    ("", "unnamed"), (" . ", "unnamed"), ("\u{1F426}", "unnamed"), ("a\u{301}", "a"),
    (String(repeating: "long ", count: 40), "long-long-long-long-long-long-long-long"),
  ])
  func `any name becomes a word that every file system takes`(name: String, word: String) {
    #expect(FileWord(name, limit: 40).description == word)
  }

  @Test func `no name is too long, and retention knows each`() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<2_000 {
      func text() -> String {
        let scalars = (0..<Int.random(in: 0...90, using: &random)).compactMap { _ in
          Unicode.Scalar(UInt32.random(in: 0...0x3FFF, using: &random))
        }
        return String(String.UnicodeScalarView(scalars))
      }
      var name = Self.facts(
        Taxon(commonName: text()), input: text(), score: .random(in: 0...1, using: &random),
        startedAt: .random(in: 0...4_000_000_000_000_000, using: &random)
      ).name
      for _ in 0..<99 { name = name.next }
      #expect(ClipFile.unfinishedName(of: name.file).utf8.count <= 143, "\(name)")
      #expect(ClipName.isClip(name.file) && ClipName.isDay(name.day), "\(name)")
      #expect(ClipFolder.isOurs(name.description), "\(name)")
      #expect(ClipFolder.isOurs("\(name.day)/\(ClipFile.unfinishedName(of: name.file))"))
    }
  }

  @Test(arguments: [
    "", "2026-06-07", "2026-06-07/", "2026-06-07/a.flac", "2026-06-07/../x.flac", "/etc/passwd",
    "2026-6-07/20260607T031415.250Z_corvus-corax_pond_97.flac",
    "20260607T031415.250Z_corvus-corax_pond_97.flac",
    "x/2026-06-07/20260607T031415.250Z_corvus-corax_pond_97.flac",
    "2026-06-07/20260607T031415.250Z_corvus-corax_pond_97.wav",
    "2026-06-07/20260607T031415.250Z_Corvus-corax_pond_97.flac",
    "2026-06-07/20260607T031415.250Z_corvus-corax_97.flac",
    "2026-06-07/20260607T031415.250Z__pond_97.flac",
    "2026-06-07/20260607T031415.250Z_corvus-corax_pond_.flac",
    "2026-06-07/20260607T031415.250Z_corvus-corax_pond_97-2-3.flac",
    "2026-06-07/.20260607T031415.250Z_corvus-corax_pond_97.flac",
    "2026-06-07/20260607T031415.250Z_corvus-corax_pond_97.flac.part",
    "2026-06-07/٢0260607T031415.250Z_corvus-corax_pond_97.flac",
  ])
  func `what is called otherwise is not ours`(path: String) {
    #expect(!ClipFolder.isOurs(path))
  }

  @Test func `what a clip says`() {
    var facts = Self.facts()
    facts.deployment = Deployment(site: "Old pond", latitude: 52.5, longitude: -4.4747761)
    facts.lost = [SampleRange(start: 480_000, end: 480_100)]
    #expect(
      facts.guano(fileName: "a.flac").description == """
        GUANO|Version: 1.0
        Timestamp: 2026-06-07T05:14:15.250999+02:00
        Length: 9
        Samplerate: 48000
        Loc Position: 52.5 -4.474776
        Make: earshot
        Model: pond/usb-Acme_Mic
        Original Filename: a.flac
        Species Auto ID: Corvus corax
        Note: Common raven, score 0.979, by animals 1.2\\nheard from 3 s to 6 s\\n100 samples were \
        lost and are silence here
        earshot|Site: Old pond
        earshot|Input: pond
        earshot|Device: usb-Acme_Mic
        earshot|Common Name: Common raven
        earshot|Peak Score: 0.979
        earshot|Mean Score: 0.8
        earshot|Classifier: animals 1.2
        earshot|Stream Samples: 480000-912000
        earshot|Event Samples: 624000-768000

        """)
  }

  @Test(arguments: [(nil, "03:14:15.250999Z"), (-210, "2026-06-06T23:44:15.250999-03:30")])
  func `the time is local where that is known`(offset: Int?, time: String) {
    var facts = Self.facts()
    facts.utcOffsetMinutes = offset
    #expect(facts.guano(fileName: "a")["Timestamp"]?.hasSuffix(time) == true)
  }

  @Test func `of an event that goes on, the note says so`() {
    var facts = Self.facts()
    facts.event.end = 2_000_000
    #expect(
      facts.guano(fileName: "a")["Note"]
        == "Common raven, score 0.979, by animals 1.2\\nheard from 3 s to 9 s\\nthe clip ends before "
        + "the event")
  }
}
