/// When a station listens.
public struct ScheduleSettings: Sendable {
  /// The parts of each day in which it listens; empty if it always does.
  public let spans: [Setting<ScheduleSpan>]

  init(
    _ reader: ConfigurationReader, _ root: ConfigurationReader.Section, site: SiteSettings
  ) {
    let value = root.value("schedule")
    let examples = "like 05:00 to 09:30, sunset to sunrise or dawn - 30 min to dusk + 1 h"
    let expected = "always, or a list of spans of the day, \(examples)"
    switch value?.content {
    case .scalar?:
      _ = reader.setting("schedule", in: root, expected: expected, default: (), meaning: nil) {
        $0.text == "always" ? () : nil
      }
      spans = []
    case .list(let items)?:
      let item =
        "a span of the day, \(examples); the sun's times are " + reader.words(SunEvent.self)
      spans =
        reader.list("schedule", in: root, expected: item, meaning: nil) { text, _ in
          ScheduleSpan(text)
        } ?? []
      if items.isEmpty { Self.refuseNothing(reader, key: root.path(to: "schedule"), value?.origin) }
    case .nothing?, .section?, nil:
      spans =
        reader.list("schedule", in: root, expected: expected, meaning: "always") { text, _ in
          ScheduleSpan(text)
        } ?? []
    }
    for span in spans { Self.check(span, reader, site) }
  }

  private static func refuseNothing(_ reader: ConfigurationReader, key: String, _ origin: Origin?) {
    reader.note(
      .conflict(
        key: key, reason: "has no span: nothing could be detected; write a span, or always"),
      at: origin ?? .builtIn)
  }

  private static func check(
    _ span: Setting<ScheduleSpan>, _ reader: ConfigurationReader, _ site: SiteSettings
  ) {
    if span.value.isEmpty {
      reader.note(
        .conflict(
          key: span.key,
          reason: "has a span that ends as it begins, \(span.value), in which nothing could be "
            + "detected; the whole day is 00:00 to 24:00"),
        at: span.origin)
    }
    let event = span.value.start.sunEvent ?? span.value.end.sunEvent
    if let event, !site.latitude.isSet, !site.longitude.isSet {
      reader.note(
        .conflict(
          key: span.key,
          reason: "needs the place for the time of \(event.rawValue); set site.latitude and "
            + "site.longitude"),
        at: span.origin)
    }
  }
}
