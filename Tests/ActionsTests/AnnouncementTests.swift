import EventDetection
import Foundation
import Testing

@testable import Actions

/// What consumers rely on: names, forms and ids.
@Suite struct AnnouncementTests {
  private func text(_ announcement: Announcement) -> String {
    String(decoding: announcement.json, as: UTF8.self)
  }

  @Test func `the JSON of an event that ended, whole`() {
    let event = Samples.event(end: Samples.morning.later(seconds: 4.5))
    #expect(
      text(.eventEnded(event)) == """
        {"common_name":"Common raven","duration_seconds":4.5,\
        "end_epoch":1777781555.7506,"end_local":"2026-05-03T06:12:35.750+02:00",\
        "end_utc":"2026-05-03T04:12:35.750Z",\
        "event_id":"\(event.id)","id":"\(event.id)-event_end","input":"roof","kind":"species",\
        "latitude":52.5163,"longitude":13.3777,"mean":0.8125,"model":"tiny",\
        "model_version":"1.2","peak":0.93,"scientific_name":"Corvus corax","site":"Old pond",\
        "start_epoch":1777781551.2506,"start_local":"2026-05-03T06:12:31.250+02:00",\
        "start_utc":"2026-05-03T04:12:31.250Z","type":"event_end","version":1,"windows":3}
        """)
  }

  @Test func `of an event that goes on, and of which little is known, little is said`() {
    let event = AnnouncedEvent(
      site: nil, input: "-", taxon: Samples.people, start: LocalInstant(utcMicroseconds: -1),
      peakScore: .nan, meanScore: 0.5, windows: 1, latitude: .infinity, longitude: nil,
      model: "m", modelVersion: "1")
    #expect(
      text(.eventBegan(event)) == """
        {"common_name":"Human voice","event_id":"\(event.id)","id":"\(event.id)-event",\
        "input":"-","kind":"human","mean":0.5,"model":"m","model_version":"1",\
        "start_epoch":-1e-06,"start_utc":"1969-12-31T23:59:59.999Z","type":"event","version":1,\
        "windows":1}
        """)
  }

  @Test func `the JSON of an incident, whole and on one line`() {
    let incident = Samples.incident(text: "roof: \"gone\"\nto/nowhere")
    #expect(
      text(incident) == """
        {"id":"\(incident.id)","input":"roof","kind":"device_lost","site":"Old pond",\
        "start_epoch":1777781551.2506,"start_local":"2026-05-03T06:12:31.250+02:00",\
        "start_utc":"2026-05-03T04:12:31.250Z","text":"roof: \\"gone\\"\\nto/nowhere",\
        "type":"incident","version":1}
        """)
  }

  @Test func `an id hangs on what is told, not on how much is known by then`() {
    let began = Samples.event()
    let ended = Samples.event(end: Samples.morning.later(seconds: 9), peak: 0.99)
    #expect(began.id == ended.id)
    #expect(began.id == "5621718467f76e0f64baa97473a1e156")
    #expect(Announcement.eventBegan(began).id != Announcement.eventEnded(ended).id)
  }

  @Test func `no two events or incidents have one id`() {
    var announcements: [Announcement] = []
    for taxon in Samples.taxa {
      for second in 0..<3 {
        let start = Samples.morning.later(seconds: Double(second))
        var event = Samples.event(taxon, start: start)
        for (site, input) in [("Old pond", "roof"), ("Old pondroof", ""), ("Old", "pondroof")] {
          (event.site, event.input) = (site, input)
          announcements += [.eventBegan(event), .eventEnded(event)]
        }
        announcements.append(Samples.incident(taxon.commonName, at: start))
      }
    }
    let ids = Set(announcements.map(\.id))
    #expect(ids.count == 3 * 3 * 7 && announcements.count == 3 * 3 * 7)
    #expect(ids.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{32}-(event|event_end|incident)/) != nil })
  }

  @Test(
    arguments: [
      (0, 0, "1970-01-01T00:00:00.000+00:00"), (0, -210, "1969-12-31T20:30:00.000-03:30"),
      (1_777_781_551_999_999, 345, "2026-05-03T09:57:31.999+05:45"),
      (951_782_399_000_001, 0, "2000-02-28T23:59:59.000+00:00"),
      (951_782_400_007_000, 0, "2000-02-29T00:00:00.007+00:00"),
    ] as [(Int64, Int, String)])
  func `instants are shown by the clock of the place, never early`(
    utc: Int64, offset: Int, shown: String
  ) {
    #expect(LocalInstant(utcMicroseconds: utc, utcOffsetMinutes: offset).localText == shown)
  }
}
