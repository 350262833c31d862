import Configuration
import Foundation
import Testing

/// What cannot detect anything or contradicts itself is refused, with its place.
@Suite struct StationProblemTests {
  func problems(_ yaml: String) -> [String] {
    do {
      _ = try StationConfiguration(yaml: Data(yaml.utf8), path: "s.yaml")
      return []
    } catch {
      return error.description.split(separator: "\n").map(String.init)
    }
  }

  @Test(arguments: [
    (
      "",
      "s.yaml:1:1: inputs names no input: nothing could be detected; add one, like - name: pond."
    ),
    (
      "inputs: []",
      "s.yaml:1:9: inputs names no input: nothing could be detected; add one, like - name: pond."
    ),
    (
      "inputs: [{rate: 48000}]",
      "s.yaml:1:11: inputs.1 has no name; each input needs one, by which the log calls it."
    ),
    (
      "inputs: [{name: a}, {name: a}]",
      "s.yaml:1:28: inputs.a.name is \"a\", like another before it; each input needs its own."
    ),
    (
      "inputs: [{name: a, device: \"-\"}, {name: b, device: \"-\"}]",
      "s.yaml:1:52: inputs.b.device is standard input, which another input has already; it can be read once."
    ),
    (
      "inputs: [{name: a, channels: 2, channel: 3}]",
      "s.yaml:1:42: inputs.a.channel is 3, but inputs.a.channels is 2; there is nothing to hear."
    ),
    (
      "inputs: [{name: a, channel: each}]",
      "s.yaml:1:29: inputs.a.channel must be the number of a channel, counted from 1, or mix, not each."
    ),
    (
      "inputs: [{name: a, format: S8}]",
      "s.yaml:1:28: inputs.a.format must be S16, S24_3LE, S24, S32 or FLOAT, not S8."
    ),
    (
      "inputs: [{name: a, backlog: 20}]",
      "s.yaml:1:29: inputs.a.backlog must be a time from 1 s to 10 min with its unit (s, min, h or days), not 20."
    ),
    (
      "inputs: [{name: a, rat: 20}]",
      "s.yaml:1:20: unknown key \"rat\". Did you mean \"rate\"?"
    ),
    (
      "inputs: pond",
      "s.yaml:1:9: inputs must be a list of inputs, each a section that begins with \"- name:\", not pond."
    ),
    (
      "inputs: [{name: a, detection: {threshold: 2}}]",
      "s.yaml:1:43: inputs.a.detection.threshold must be a number above 0 and at most 1, not 2."
    ),
    (
      "inputs: [{name: a, species_list: {file: /a, ignored: /a}}]",
      "s.yaml:1:54: inputs.a.species_list.ignored is the same list as inputs.a.species_list.file: nothing could be detected; keep one of them."
    ),
  ])
  func `inputs`(yaml: String, message: String) {
    // "nothing could be detected" is said once, of the inputs, where there are none.
    #expect(problems(yaml).filter { !$0.contains("inputs names") || yaml.count < 11 } == [message])
  }

  static let schedules =
    "like 05:00 to 09:30, sunset to sunrise or dawn - 30 min to dusk + 1 h"
  static let sunTimes =
    "; the sun's times are astronomical_dawn, nautical_dawn, dawn, sunrise, noon, sunset, dusk, "
    + "nautical_dusk, astronomical_dusk or midnight"

  @Test(arguments: [
    (
      "schedule: [sunset to 23:00]",
      "2:12: schedule needs the place for the time of sunset; set site.latitude and site.longitude."
    ),
    (
      "schedule: []",
      "2:11: schedule has no span: nothing could be detected; write a span, or always."
    ),
    (
      "schedule: [05:00 to 05:00]",
      "2:12: schedule has a span that ends as it begins, 05:00 to 05:00, in which nothing could be detected; the whole day is 00:00 to 24:00."
    ),
    (
      "schedule: never",
      "2:11: schedule must be always, or a list of spans of the day, \(schedules), not never."
    ),
    (
      "schedule: [05:00 - 06:00]",
      "2:12: schedule must be a span of the day, \(schedules)\(sunTimes), not 05:00 - 06:00."
    ),
    (
      "schedule: [moonrise to 06:00]",
      "2:12: schedule must be a span of the day, \(schedules)\(sunTimes), not moonrise to 06:00."
    ),
    (
      "schedule: [dawn + 30 to dusk]",
      "2:12: schedule must be a span of the day, \(schedules)\(sunTimes), not dawn + 30 to dusk."
    ),
    (
      "schedule: [24:00 to 06:00]",
      "2:12: schedule must be a span of the day, \(schedules)\(sunTimes), not 24:00 to 06:00."
    ),
    (
      "clips: {longest: 0.5 s}",
      "2:18: clips.longest must be a time from 1 s to 1 h with its unit (s, min, h or days), not 0.5 s."
    ),
    (
      "clips: {longest: 6 s}",
      "2:18: clips.longest leaves no sound of the event itself: longest (6.0 s) must be more than before (3.0 s) and after (3.0 s) together."
    ),
    (
      "clips: {queue: 32 days}",
      "2:16: clips.queue must be a size from 1 MB to 10 GB with its unit (kB, MB, GB or TB), not 32 days."
    ),
    (
      "clips: {species: [Hen], exclude: [Crow, Hen]}",
      "2:41: clips.exclude has Hen, which clips.species has too; keep one."
    ),
    (
      "privacy: {keep_voices: no}",
      "2:24: privacy.keep_voices must be true or false, not no."
    ),
    (
      "retention: {age: 20 GB}",
      "2:18: retention.age must be a time from 1 h to 36500 days with its unit (s, min, h or days), not 20 GB."
    ),
    (
      "retention: {age: 90}",
      "2:18: retention.age must be a time from 1 h to 36500 days with its unit (s, min, h or days), not 90."
    ),
    (
      "retention: {size: 20 days}",
      "2:19: retention.size must be a size from 1 MB to 1000 TB with its unit (kB, MB, GB or TB), not 20 days."
    ),
    (
      "retention: {age: 12 h}",
      "2:18: retention.age contradicts itself: clips are deleted after 12 h, and are not to be deleted for 1 day (recent)."
    ),
    (
      "status: {file: /a, prometheus: /a}",
      "2:32: status.prometheus is the same file as status.file; name another."
    ),
    (
      "heartbeat: {url: example.org}",
      "2:18: heartbeat.url must be an address that begins with http:// or https://, not example.org."
    ),
    ("mqtt: {tls: true}", "2:8: mqtt has no host; name the broker's, or remove the section."),
    (
      "mqtt: {host: b, topic: a/#}",
      "2:24: mqtt.topic must be a topic without the wildcards + and #, $ before it and / at its ends, not a/#."
    ),
    (
      "mqtt: {host: b, topic: earshot/pond/}",
      "2:24: mqtt.topic must be a topic without the wildcards + and #, $ before it and / at its ends, not earshot/pond/."
    ),
    (
      "mqtt: {host: b, discovery: /homeassistant}",
      "2:28: mqtt.discovery must be a topic without the wildcards + and #, $ before it and / at its ends, not /homeassistant."
    ),
    (
      "mqtt: {host: b, password_file: p}",
      "2:32: mqtt.password_file is set, but mqtt.user is not; a password needs it."
    ),
    (
      "mqtt: {host: b, ca_file: p}",
      "2:26: mqtt.ca_file is set, but mqtt.tls is not true: nothing would be encrypted."
    ),
    (
      "actions: [{name: a}]",
      "2:12: actions.a does nothing; give it a command, webhook, pipe, or mqtt: true."
    ),
    (
      "actions: [{name: a, pipe: p, command: [c]}]",
      "2:12: actions.a has command and pipe; an action has one of them, another needs an action of its own."
    ),
    (
      "actions: [{name: a, mqtt: true}]",
      "2:27: actions.a.mqtt is true, but there is no broker; set mqtt.host."
    ),
    (
      "actions: [{name: a, pipe: p, on: [Event]}]",
      "2:35: actions.a.on must be a list of event, event_end or incident, not Event."
    ),
    (
      "actions: [{name: a, pipe: p, on: [incident], score: 0.5}]",
      "2:53: actions.a.score is set, but the action is done on incidents, which are no species."
    ),
    (
      "actions: [{name: a, pipe: p, quiet: sunset to sunrise}]",
      "2:37: actions.a.quiet must be a span of local time that is less than the whole day, like 22:00 to 06:00, not sunset to sunrise."
    ),
    (
      "actions: [{name: a, pipe: p, quiet: \"00:00 to 24:00\"}]",
      "2:37: actions.a.quiet must be a span of local time that is less than the whole day, like 22:00 to 06:00, not the text \"00:00 to 24:00\"."
    ),
    (
      "actions: [{name: a, pipe: p}, {name: a, pipe: p}]",
      "2:38: actions.a.name is \"a\", like another before it; each action needs its own."
    ),
  ])
  func `the rest`(yaml: String, message: String) {
    #expect(problems("inputs: [{name: i}]\n" + yaml) == ["s.yaml:" + message])
  }

  @Test func `several mistakes of a station are told at once, in the order of the file`() {
    let found = problems(
      """
      inputs:
        - {name: a, rate: fast}
        - {name: b, channel: 2}
      schedule: [noon to noon]
      actions:
        - {name: x, webhook: nowhere}
        - {name: y, command: []}
      """)
    #expect(
      found.map { $0.prefix { $0 != " " } } == [
        "s.yaml:2:21:", "s.yaml:3:24:", "s.yaml:4:12:", "s.yaml:4:12:", "s.yaml:6:24:",
        "s.yaml:7:24:",
      ])
  }
}
