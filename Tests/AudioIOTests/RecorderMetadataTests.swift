import AudioIO
import Foundation
import TestSupport
import Testing

/// Files that real recorders wrote, and what is in them.
@Suite struct RecorderMetadataTests {
  private static let folder = "audio/metadata"

  private struct Sample: Decodable {
    let file: String
    let sampleRate: Int?
    let channels: Int?
    let durationS: Double?
    let expected: [String: Value]
  }

  private enum Value: Decodable {
    case text(String?)
    case number(Double?)
    case none

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() {
        self = .none
      } else if let number = try? value.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try value.decode(String.self))
      }
    }

    /// Numbers agree to a millionth; a value that is not known agrees with none.
    func agrees(with other: Value) -> Bool {
      switch (self, other) {
      case (.text(let a?), .text(let b?)): a == b
      case (.number(let a?), .number(let b?)): abs(a - b) < 1e-6
      case (.text(nil), .none), (.number(nil), .none): true
      default: false
      }
    }
  }

  private func samples() throws -> [Sample] {
    let url = SharedData.url(Self.folder).appending(path: "expected.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([Sample].self, from: Data(contentsOf: url))
  }

  @Test(.needsShared(folder))
  func `every value that the reference files hold is found`() throws {
    let samples = try samples()
    #expect(samples.count == 16)
    var checked = 0
    for sample in samples {
      let path = SharedData.url(Self.folder).appending(path: sample.file).path
      if sample.expected["error"] != nil || sample.expected["duration_s"] != nil { continue }
      let metadata = try RecorderMetadata.read(path: path, timeZone: nil)
      for (key, expected) in sample.expected {
        // Except in one file, the note is a remark of the list's authors.
        if key == "note", metadata.note == nil { continue }
        let value = try #require(
          try found(key, in: metadata, path: path), "\(sample.file): \(key) is not known here")
        #expect(value.agrees(with: expected), "\(sample.file): \(key): \(value), \(expected)")
        checked += 1
      }
      if let rate = sample.sampleRate {
        let file = try SoundFile(path: path)
        #expect(file.sampleRate == rate && file.channels == sample.channels)
        let duration = Double(file.frames) / Double(rate)
        #expect(abs(duration - (sample.durationS ?? 0)) < 1e-4 && file.ending == .complete)
      }
    }
    #expect(checked == 121)
  }

  @Test(.needsShared(folder))
  func `what is no recording among the reference files is refused`() throws {
    for (name, isText) in [("synthetic_not_audio.wav", true), ("synthetic_empty_data.wav", false)] {
      let path = SharedData.url(Self.folder).appending(path: name).path
      do throws(AudioError) {
        _ = try RecorderMetadata.read(path: path, timeZone: nil)
        Issue.record("\(name) was read")
      } catch {
        if isText, case .notSound = error { continue }
        #expect(!isText && error == .noFrames(path: path))
      }
    }
  }

  /// What `metadata` says of a key of `expected.json`; `nil` for a key that is not known here.
  private func found(_ key: String, in metadata: RecorderMetadata, path: String) throws -> Value? {
    switch key {
    case "make": .text(metadata.make)
    case "model": .text(metadata.model)
    case "serial": .text(metadata.serial)
    case "firmware": .text(metadata.firmware)
    case "timestamp": .text(metadata.start.map(Self.text))
    case "utc_offset_minutes": .number(metadata.start?.utcOffsetMinutes.map { Double($0) })
    case "gain": .text(metadata.gain)
    case "battery_v": .number(metadata.batteryVolts)
    case "temperature_c": .number(metadata.temperatureCelsius)
    case "latitude": .number(metadata.latitude)
    case "longitude", "longitude_guano": .number(metadata.longitude)
    case "elevation_m": .number(metadata.position?.elevationMetres)
    case "location_source": .text(metadata.locationSource)
    case "original_filename": .text(metadata.originalFileName)
    case "high_pass_hz": .number(metadata.highPassHertz)
    case "amplitude_threshold_percent":
      if case .percent(let percent) = metadata.trigger?.threshold {
        .number(percent)
      } else {
        .number(nil)
      }
    case "minimum_trigger_s": .number(metadata.trigger?.minimumSeconds)
    case "species_auto_id": .text(metadata.speciesAutoID)
    case "species_manual_id": .text(metadata.speciesManualID)
    case "length_s": .number(metadata.lengthSeconds)
    case "comment": .text(metadata.comment)
    case "note": .text(metadata.note)
    case "longitude_wamd_as_written": .text(try longitudeOfWAMD(path))
    case "error_or_short": .text(try shortness(path))
    default: nil
    }
  }

  /// What the WAMD chunk says alone: of the same file with its GUANO chunk renamed.
  private func longitudeOfWAMD(_ path: String) throws -> String? {
    var bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    let guano = try #require(bytes.firstRange(of: Array("guan".utf8)))
    bytes.replaceSubrange(guano, with: Array("junk".utf8))
    return RecorderMetadata.parse(header: bytes, fileName: "", timeZone: nil).longitude
      .map { "\($0) (sign lost in the wamd chunk)" }
  }

  private func shortness(_ path: String) throws -> String? {
    let file = try SoundFile(path: path)
    guard file.ending == .truncated, let promised = file.promisedFrames else { return nil }
    return "\(file.frames) of the \(promised) samples the header promises are present"
  }

  private static func text(_ start: RecordingStart) -> String {
    let local = start.utcMicroseconds + Int64(start.utcOffsetMinutes ?? 0) * 60_000_000
    let date = Date(timeIntervalSince1970: Double(local) / 1e6)
    let stamp = date.formatted(
      .iso8601.year().month().day().time(includingFractionalSeconds: false))
    guard let minutes = start.utcOffsetMinutes else { return stamp + " (no zone given)" }
    let sign = minutes < 0 ? "-" : "+"
    let parts = [abs(minutes) / 60, abs(minutes) % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return stamp + sign + parts.joined(separator: ":")
  }
}
