import AudioIO
import ContentDigest
import Foundation
import Survey
import SystemFiles

/// A labelled set while it is read: its files are opened here, each once.
struct SetReading {
  /// What a file is, without its samples.
  struct Facts {
    let seconds: Double
    let digest: String
  }

  let key: RecordingKey
  private var clips: [LabelledClip] = []
  private var recordings: [AnnotatedRecording] = []
  private var leftOut: [String: LabelledSet.Omission] = [:]
  private var facts: [String: Facts] = [:]

  init(key: RecordingKey) { self.key = key }

  var isEmpty: Bool { clips.isEmpty && recordings.isEmpty && leftOut.isEmpty }

  mutating func add(_ clip: LabelledClip) { clips.append(clip) }

  mutating func add(_ recording: AnnotatedRecording) { recordings.append(recording) }

  mutating func leaveOut(_ name: String, _ problem: any CustomStringConvertible) {
    if leftOut[name] == nil { leftOut[name] = .init(name: name, problem.description) }
  }

  /// Opens a file, unless that has been done.
  /// - Returns: `nil` for what is no sound, which is named in the set.
  mutating func facts(of path: String, name: String) -> Facts? {
    if let known = facts[path] { return known }
    guard leftOut[name] == nil else { return nil }
    do {
      let file = try SoundFile(path: path)
      // Nobody tells it to stop.
      let digest = try SHA256.hexadecimal(ofFile: path) ?? ""
      let found = Facts(seconds: Double(file.frames) / Double(file.sampleRate), digest: digest)
      facts[path] = found
      return found
    } catch let error as AudioError {
      leaveOut(name, error)
    } catch {
      leaveOut(name, "\(path): cannot be read: \(error.systemReason).")
    }
    return nil
  }

  /// The recordings below a folder, and their names from there; what cannot be one is named in the set.
  mutating func sounds(below folder: String, recursive: Bool) -> [(path: String, name: String)] {
    var sounds: [(path: String, name: String)] = []
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    for finding in RecordingFinder(recursive: recursive).find([folder]) {
      let name = String(finding.path.dropFirst(prefix.count))
      if let problem = finding.problem {
        leaveOut(name, problem)
      } else {
        sounds.append((finding.path, name))
      }
    }
    return sounds
  }

  /// Hands over what was read, in an order that depends on names alone. The same content is one
  /// recording, whatever its files are called.
  consuming func finish(_ set: inout LabelledSet) {
    set.repetitions = RepeatedContent.find(in: clips)
    set.clips = LabelledClip.joiningRecordings(of: clips.sorted(by: Self.precedes))
    set.recordings = recordings.sorted { $0.name < $1.name }
    set.leftOut = leftOut.values.sorted { $0.name < $1.name }
  }

  private static func precedes(_ one: LabelledClip, _ other: LabelledClip) -> Bool {
    (one.name, one.span?.lowerBound ?? 0) < (other.name, other.span?.lowerBound ?? 0)
  }
}
