import AudioIO
import Embeddings
import Foundation

extension SimilaritySearch.Match {
  /// Writes the moment as a FLAC file, `RECORDING_START-END.flac`: after a recorder's name the seconds, so
  /// that clips of one recording are known as such.
  /// - Parameters:
  ///   - name: Of the recording, with as many folders as it takes to tell it from others.
  ///   - margin: Seconds before and after the window, as far as there is sound.
  ///   - query: What was looked for.
  /// - Returns: The file's path. One that is there already stays.
  func writeClip(
    named name: String, in folder: String, margin: Double, stream: ChannelStream, query: String
  ) throws -> String {
    let stem = URL(filePath: name).deletingPathExtension().relativePath
      .replacing("/", with: "-")
    let times = "\(decimal(seconds.start, places: 1))-\(decimal(seconds.end, places: 1))"
    let target = URL(filePath: folder).appending(path: "\(stem)_\(times).flac").relativePath
    let sound = try SoundExcerpt(
      path: path, stream: stream,
      seconds: max(seconds.start - margin, 0)..<seconds.end + margin, rate: sampleRate)
    var text = GuanoText()
    text["Original Filename"] = URL(filePath: path).lastPathComponent
    text["Samplerate"] = "\(sampleRate)"
    text["Note"] =
      "From \(times) s of \(path), found by earshot for its likeness to \(query)."
    text["earshot|Similarity"] = decimal(Double(similarity), places: 4)
    do {
      try ClipFile.write(
        .float(sound.samples), sampleRate: sampleRate, metadata: text, to: target)
    } catch AudioError.alreadyThere {
      // The same moment, found before.
    }
    return target
  }
}
