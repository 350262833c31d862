import LabelledSound
import Testing

@Suite struct RecordingKeyTests {
  @Test(arguments: [
    ("species/1-100032-A-0.ogg", "100032"), ("5-256452-B-5.wav", "256452"),
    ("1-100032-A.ogg", "1-100032-A"),
    ("XC563936_soundscape.ogg", "XC563936"), ("raven/xc12 - Corvus.mp3", "XC12"),
    ("XC12a/b.wav", "XC12a/b"),
    ("dog/20260607T031415.250Z_corvus-corax_pond_97.flac", "20260607 pond"),
    ("20260607T031415.250Z_dog_pond_97-2.flac", "20260607 pond"),
    ("CHE_02_20190101_183410_5-10.flac", "CHE_02_20190101_183410"),
    ("dog/CHE_02_20190101_183410.flac", "CHE_02_20190101_183410"),
    ("20240903_202615T.WAV", "20240903_202615"),
    ("20190102T030405+1000_REC.flac", "20190102T030405+1000"),
    ("242A2604603691DD_20250503_031300_12.5s.wav", "242A2604603691DD_20250503_031300"),
    ("cuckoo/night_12.0-14.0.flac", "night"), ("background/night_2.5-4.5.flac", "night"),
    ("dog/1.wav", "dog/1"), ("cat/1.wav", "cat/1"), ("12345678901234567.wav", "12345678901234567"),
  ])
  func `a recording is known by the names that clips have`(name: String, key: String) {
    #expect(RecordingKey.byName.key(ofFile: name) == key)
  }

  @Test func `a pattern of the user's comes first, and where it says nothing the name does`() throws
  {
    let key = try RecordingKey(pattern: "^([a-z]+)[0-9]")
    #expect(key.key(ofFile: "x/tape7.wav") == "tape")
    #expect(key.key(ofFile: "1-100032-A-0.ogg") == "100032")
  }

  @Test(arguments: [("(", "is no regular"), ("abc", "has 0 groups"), ("(a)(b)", "has 2 groups")])
  func `a pattern without one group is refused`(pattern: String, reason: String) {
    let error = #expect(throws: LabelledSoundError.self) { try RecordingKey(pattern: pattern) }
    #expect(error?.description.contains("it \(reason)") == true)
  }
}
