import Configuration
import Foundation
import Testing

@Suite struct StationConfigurationTests {
  func read(_ yaml: String, _ overrides: [Override] = []) throws -> StationConfiguration {
    try StationConfiguration(yaml: Data(yaml.utf8), path: "pond/station.yaml", overrides: overrides)
  }

  @Test func `one named input is a station with every default`() throws {
    let station = try read("inputs: [{name: pond}]")
    let input = try #require(station.inputs.first)
    #expect(input.name.value == "pond")
    #expect(input.device.value == "default" && !input.isStandardInput)
    #expect(input.rate.value == 48_000 && input.format.value == nil)
    #expect(input.channels.value == 1 && input.channel.value == .one(1))
    #expect(input.stalledAfter.value == 5 && input.silentAfter.value == 60)
    #expect(input.backlog.value == 20)
    #expect(input.detection == nil && input.speciesList == nil)
    #expect(station.site.timeZone.value == nil)
    #expect(station.log.value.hasSuffix("pond/earshot.sqlite"))
    #expect(station.schedule.spans.isEmpty)
    #expect(station.clips == nil && station.heartbeat == nil && station.mqtt == nil)
    #expect(
      !station.privacy.keepVoices.value && station.privacy.margin.value == 1
        && station.privacy.threshold.value == 0.1)
    #expect(station.retention.age.value == nil && station.retention.size.value == nil)
    #expect(station.retention.free.value == 1_000_000_000 && station.retention.best.value == 10)
    #expect(station.retention.recent.value == 86_400 && station.retention.every.value == 600)
    #expect(station.status.file.value == nil && station.status.every.value == 5)
    #expect(station.actions.isEmpty)
  }

  @Test func `times and sizes of any unit become seconds and bytes`() throws {
    let station = try read(
      """
      inputs:
        - {name: pond, device: "usb:0d8c:0014", rate: 96000, format: S24_3LE, channels: 2,
           channel: mix, stalled_after: 1 min, silent_after: 2 h, backlog: 7.5 s}
      overlap: 0.5 s
      detection: {bridged_gap: 0.5 min, confirmations: 2, confirmation_span: 9}
      clips: {folder: clips, before: 2s, after: 1.5 s, longest: 2 min, queue: 0.5 GB}
      retention: {age: 90 days, size: 20 GB, free: 500 MB, recent: 1 day, every: 1 h}
      """)
    let input = station.inputs[0]
    #expect(input.device.value == "usb:0d8c:0014")
    #expect(input.rate.value == 96_000 && input.format.value == .s24Packed)
    #expect(input.channel.value == .mix)
    #expect(input.stalledAfter.value == 60 && input.silentAfter.value == 7200)
    #expect(input.backlog.value == 7.5)
    #expect(station.analysis.overlap.value == 0.5)
    #expect(station.analysis.detection.general.bridgedGap.value == 30)
    #expect(station.analysis.detection.general.confirmationSpan.value == 9)
    let clips = try #require(station.clips)
    #expect(clips.folder.value.hasSuffix("/pond/clips"))
    #expect(clips.before.value == 2 && clips.after.value == 1.5 && clips.longest.value == 120)
    #expect(clips.queue.value == 500_000_000)
    #expect(station.retention.age.value == 7_776_000)
    #expect(station.retention.size.value == 20_000_000_000)
    #expect(station.retention.free.value == 500_000_000)
    #expect(station.retention.recent.value == 86_400 && station.retention.every.value == 3600)
  }

  @Test func `an input's own settings take the place of the station's, key by key`() throws {
    let station = try read(
      """
      model: general
      overlap: 1
      detection: {threshold: 0.5, bridged_gap: 2}
      species_list: {file: general.txt, ignored: ignored.txt}
      inputs:
        - name: pond
        - name: barn
          model: own
          detection: {threshold: 0.9}
          species_list: {file: barn.txt}
      """)
    let pond = station.analysis(of: station.inputs[0])
    let barn = station.analysis(of: station.inputs[1])
    #expect(pond.model.value?.hasSuffix("/general") == true)
    #expect(pond.detection.general.threshold.value == 0.5)
    #expect(pond.speciesList.ignored.value?.hasSuffix("/ignored.txt") == true)
    #expect(barn.model.value?.hasSuffix("/own") == true)
    #expect(barn.overlap.value == 1)
    #expect(barn.detection.general.threshold.value == 0.9)
    #expect(barn.detection.general.bridgedGap.value == nil)
    #expect(barn.speciesList.file.value?.hasSuffix("/barn.txt") == true)
    #expect(barn.speciesList.ignored.value == nil)
    #expect(
      station.effective.map(\.description).contains(
        "inputs.barn.detection.threshold: 0.9  (pond/station.yaml:9:28)"))
  }

  @Test func `an option takes precedence over what inputs have of their own`() throws {
    let station = try read(
      "inputs: [{name: pond, model: own, detection: {threshold: 0.9}}, {name: barn}]",
      [
        Override(key: "model", text: "other", option: "--model"),
        Override(key: "detection.threshold", text: "0.6", option: "--threshold"),
        Override(key: "log", text: "other.sqlite", option: "--log"),
      ])
    for input in station.inputs {
      let analysis = station.analysis(of: input)
      #expect(analysis.model.value == "other")
      #expect(analysis.detection.general.threshold.value == 0.6)
    }
    #expect(station.log.value == "other.sqlite")
  }

  @Test func `a schedule is spans by the clock and by the sun`() throws {
    let station = try read(
      """
      site: {latitude: 47, longitude: 8}
      inputs: [{name: pond}]
      schedule:
        - 05:00 to 9:30
        - 20:00 to 24:00
        - sunset to sunrise
        - dawn - 30 min to nautical_dusk+1.5 h
      """)
    let spans = station.schedule.spans.map(\.value)
    #expect(spans[0].start == .clock(second: 18_000) && spans[0].end == .clock(second: 34_200))
    #expect(spans[1].end == .clock(second: 86_400))
    #expect(spans[2].start == .sun(.sunset, offset: 0))
    #expect(spans[3].start == .sun(.dawn, offset: -1800))
    #expect(spans[3].end == .sun(.nauticalDusk, offset: 5400))
    #expect(
      spans.map(\.description) == [
        "05:00 to 09:30", "20:00 to 24:00", "sunset to sunrise",
        "dawn - 30 min to nautical_dusk + 90 min",
      ])
    #expect(spans.allSatisfy { ScheduleSpan($0.description) == $0 })
    #expect(try read("inputs: [{name: a}]\nschedule: always").schedule.spans.isEmpty)
  }

  @Test func `quiet hours may run over midnight`() throws {
    let night = try #require(ClockSpan("22:00 to 06:00"))
    #expect(night.contains(second: 79_200) && night.contains(second: 0))
    #expect(night.contains(second: 21_599) && !night.contains(second: 21_600))
    let noon = try #require(ClockSpan("12:00 to 24:00"))
    #expect(noon.contains(second: 86_399) && !noon.contains(second: 43_199))
    #expect(ClockSpan("05:00 to 05:00") == nil && ClockSpan("24:00 to 05:00") == nil)
  }

  @Test func `actions have one target each, a broker has its defaults`() throws {
    let station = try read(
      """
      site: {name: "Pond #1"}
      inputs: [{name: pond}]
      heartbeat: {url: "https://example.org/ping/1", every: 1 min}
      mqtt: {host: broker.local, user: me, password_file: secret, tls: true, ca_file: /ca.pem}
      actions:
        - name: light
          on: [event, event_end]
          species: [Crow]
          score: 0.8
          first_of_day: true
          pause: 10 min
          quiet: 22:00 to 06:00
          timeout: 5 s
          command: [./light.sh, --on, "", no]
        - {name: plain, command: [logger]}
        - {name: web, webhook: "http://127.0.0.1:8080/hook"}
        - {name: line, on: [incident], pipe: out.fifo}
        - {name: broker, mqtt: true}
      """)
    let mqtt = try #require(station.mqtt)
    #expect(mqtt.host.value == "broker.local" && mqtt.port.value == 1883)
    #expect(mqtt.topic.value == "earshot/Pond _1")
    #expect(mqtt.passwordFile.value?.hasSuffix("/pond/secret") == true)
    #expect(mqtt.tls.value && mqtt.caFile.value == "/ca.pem")
    #expect(mqtt.storeLimit.value == 10_000 && mqtt.store.value == nil)
    #expect(station.heartbeat?.url.value.absoluteString == "https://example.org/ping/1")
    // Whoever knows the rest of the address could speak for the station.
    #expect(
      station.effective.contains {
        "\($0)".hasPrefix("heartbeat.url: https://example.org/…  (")
      })
    #expect(station.heartbeat?.every.value == 60)

    let light = station.actions[0]
    #expect(light.on.map(\.value) == [.event, .eventEnd])
    #expect(light.species.map(\.value) == ["Crow"] && light.score.value == 0.8)
    #expect(light.firstOfDay.value && light.pause.value == 600 && light.timeout.value == 5)
    #expect(light.quiet.value == ClockSpan("22:00 to 06:00"))
    guard case .command(let words) = light.target.value else {
      Issue.record("\(light.target)")
      return
    }
    #expect(words[0].hasSuffix("/pond/./light.sh") && words.dropFirst() == ["--on", "", "no"])
    #expect(station.actions[1].target.value == .command(["logger"]))
    #expect(station.actions[1].on.map(\.value) == [.event])
    #expect(station.actions[1].pause.value == 0 && station.actions[1].quiet.value == nil)
    #expect(
      try station.actions[2].target.value
        == .webhook(#require(URL(string: "http://127.0.0.1:8080/hook"))))
    guard case .pipe(let path) = station.actions[3].target.value else {
      Issue.record("\(station.actions[3].target)")
      return
    }
    #expect(path.hasSuffix("/pond/out.fifo"))
    #expect(station.actions[4].target.value == .mqtt)
  }

  @Test(arguments: [("Pond", "earshot/Pond"), ("a/b+#", "earshot/a_b__"), ("~", "earshot")])
  func `the topic is made from the site`(site: String, topic: String) throws {
    let station = try read("inputs: [{name: pond}]\nsite: {name: Old}\nmqtt: {host: b}")
    #expect(station.mqtt?.topic.value == "earshot/Old")
    let nameless = site == "~"
    let other = try read(
      "inputs: [{name: pond}]\nmqtt: {host: b}" + (nameless ? "" : "\nsite: {name: \"\(site)\"}"))
    #expect(other.mqtt?.topic.value == topic)
  }
}
