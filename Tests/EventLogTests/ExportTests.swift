import EventDetection
import Foundation
import TestSupport
import Testing

@testable import EventLog

@Suite struct ExportTests {
  let folder: TemporaryFolder
  let log: EventLog

  /// Two recordings; one has a path and a species that mean something in every format.
  init() throws {
    folder = try TemporaryFolder()
    log = try EventLog(path: folder.url.appending(path: "log.sqlite").path, access: .creating)
    let bundle = try log.register(
      BundleDescription(
        digest: Sample.digest, name: "two", version: "1.0.0", sampleRate: 24_000,
        windowLength: 48_000, lowestFrequency: 60, highestFrequency: 11_000,
        classes: [
          Taxon(commonName: "Raven, \"common\"", scientificName: "Corvus corax"),
          Taxon(commonName: "Human voice", kind: .human),
        ]))
    let settings = try log.register(
      settings: "{}", digest: String(repeating: "c", count: 64))
    for (number, path) in ["/card/a,b\tc.wav", "/card/plain.wav"].enumerated() {
      let events = [
        Event(
          classIndex: number, range: SampleRange(start: 7, end: 48_007), peakScore: 0.98768,
          meanScore: 0.5, windows: 3)
      ]
      try log.commit(
        RecordingResult(
          recording: RecordingDescription(
            sha256: Sample.sha256(number), bytes: 1000, sampleRate: 48_000, channels: 2,
            frames: 480_000,
            deployment: number == 0
              ? Deployment(site: "Old pond", latitude: -47.05, longitude: 8.3125) : nil,
            anchors: number == 0
              ? [
                TimeAnchor(
                  sample: 0, utcMicroseconds: 1_749_273_000_000_000, utcOffsetMinutes: 120,
                  source: .guano)
              ] : []),
          files: [SeenFile(path: path, bytes: 1000, modified: 0, seenAt: 0)],
          analyses: [
            AnalysisResult(
              bundle: bundle, channel: number == 0 ? .index(1) : .mix, step: 24_000,
              scoreFloor: 0.05, doneThrough: 480_000, scores: StoredWindows([]),
              decision: DecisionResult(
                settings: settings, detections: Detections(events.map(Finding.event))))
          ]))
    }
  }

  private func text(_ writer: any EventWriter) throws -> String {
    var writer = writer
    var text = writer.head
    try log.forEachEvent(EventFilter(order: .file)) { text += writer.text(for: $0) }
    return text + writer.tail
  }

  @Test func `CSV quotes what would break it, and leaves empty what is not known`() throws {
    let expected = """
      event,common_name,scientific_name,kind,start_utc,end_utc,start_local,end_local,time_source,\
      start_seconds,end_seconds,peak,mean,windows,path,channel,site,latitude,longitude,model,\
      model_version,recording,input
      1,"Raven, ""common""\",Corvus corax,species,2025-06-07T05:10:00.000Z,\
      2025-06-07T05:10:01.000Z,2025-06-07T07:10:00.000+02:00,\
      2025-06-07T07:10:01.000+02:00,guano,0.000146,1.000146,0.9877,0.5000,3,"/card/a,b\tc.wav",2,\
      Old pond,-47.050000,8.312500,two,1.0.0,\(Sample.sha256(0)),
      2,Human voice,,human,,,,,,0.000146,1.000146,0.9877,0.5000,3,/card/plain.wav,0,,,,two,1.0.0,\
      \(Sample.sha256(1)),\n
      """
    #expect(try text(CSVWriter()) == expected)
  }

  @Test func `a score in JSON is the whole score, and one that is none ends the program`() async {
    let peak: Float = 0.123_456_79
    let event = LoggedEvent(
      id: 1, taxon: Taxon(commonName: "Raven"), range: SampleRange(start: 0, end: 1),
      sampleRate: 8_000, peakScore: peak, meanScore: 1 / 3, windows: 1, channel: .mix, model: "m",
      modelVersion: "1", lowestFrequency: 0, highestFrequency: 1)
    var writer = JSONWriter(isArray: false)
    let text = writer.text(for: event)
    #expect(
      text.contains("\"peak\":\(peak),") && text.contains("\"mean\":0.33333334,"), "\(text)")
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter(isArray: false)
      _ = writer.text(
        for: LoggedEvent(
          id: 1, taxon: Taxon(commonName: "Raven"), range: SampleRange(start: 0, end: 1),
          sampleRate: 8_000, peakScore: .nan, meanScore: 0, windows: 1, channel: .mix, model: "m",
          modelVersion: "1", lowestFrequency: 0, highestFrequency: 1))
    }
  }

  @Test func `JSON reads back as what the log holds, as lines and as an array`() throws {
    let array = try JSONSerialization.jsonObject(
      with: Data(try text(JSONWriter(isArray: true)).utf8))
    let objects = try #require(array as? [[String: Any]])
    let lines = try text(JSONWriter(isArray: false)).split(separator: "\n")
    #expect(objects.count == 2 && lines.count == 2)
    #expect(objects[0]["common_name"] as? String == "Raven, \"common\"")
    #expect(objects[0]["path"] as? String == "/card/a,b\tc.wav")
    #expect(objects[0]["peak"] as? Double == 0.98768)
    #expect(objects[0]["latitude"] as? Double == -47.05)
    #expect(objects[1]["start_local"] == nil)
    for (line, object) in zip(lines, objects) {
      let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary
      #expect(parsed == object as NSDictionary)
    }
    let empty = JSONWriter(isArray: true)
    #expect(empty.head + empty.tail == "[]\n")
    #expect(try text(JSONWriter(isArray: true)).hasSuffix("\n]\n"))
  }

  @Test func `a Raven table has BirdNET-Analyzer's columns, and its time runs on over the files`()
    throws
  {
    let lines = try text(RavenWriter()).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(
      lines == [
        [
          "Selection", "Begin Time (s)", "End Time (s)", "Common Name", "Scientific Name",
          "Species Code", "Confidence", "View", "Channel", "File Offset (s)", "Low Freq (Hz)",
          "High Freq (Hz)", "Begin Path",
        ],
        [
          "1", "0.000146", "1.000146", "Raven, \"common\"", "Corvus corax", "Corvus corax",
          "0.9877", "Spectrogram 1", "2", "0.000146", "60.0", "11000.0", "/card/a,b c.wav",
        ],
        [
          "2", "10.000146", "11.000146", "Human voice", "Human voice", "Human voice", "0.9877",
          "Spectrogram 1", "1", "0.000146", "60.0", "11000.0", "/card/plain.wav",
        ],
      ])
  }

  @Test func `Audacity labels and the BirdNET table have their columns`() throws {
    #expect(
      try text(AudacityWriter()) == """
        0.000146\t1.000146\tRaven, "common" 0.9877
        0.000146\t1.000146\tHuman voice 0.9877\n
        """)
    #expect(
      try text(BirdNETWriter()) == """
        Start (s),End (s),Scientific name,Common name,Confidence,File
        0.000146,1.000146,Corvus corax,"Raven, ""common""\",0.9877,"/card/a,b\tc.wav"
        0.000146,1.000146,Human voice,Human voice,0.9877,/card/plain.wav\n
        """)
  }
}
