import Foundation
import SystemFiles

/// What the name of a class's folder says of the clips in it.
struct FolderLabels: Equatable {
  var labels: [SoundLabel] = []
  var absent: [SoundLabel] = []
  var isBackground = false

  /// Names of folders, and of classes in listings, for what is none of the classes.
  static let backgrounds: Set<String> = ["background", "noise"]

  /// - Parameters:
  ///   - names: Parts of a folder's name, or labels of a listing; empty ones mean nothing.
  ///   - place: For the message.
  /// - Throws: ``LabelledSoundError/presentAndAbsent(place:label:)``.
  init(_ names: some Sequence<some StringProtocol>, place: String) throws(LabelledSoundError) {
    var present: Set<SoundLabel> = []
    var absent: Set<SoundLabel> = []
    var saysBackground = false
    for name in names {
      let name = name.drop(while: \.isWhitespace)
      let isAbsent = name.hasPrefix("-")
      guard let label = SoundLabel(name.dropFirst(isAbsent ? 1 : 0)) else { continue }
      if isAbsent {
        absent.insert(label)
      } else if Self.backgrounds.contains(label.key) {
        saysBackground = true
      } else {
        present.insert(label)
      }
    }
    if let both = present.intersection(absent).min() {
      throw .presentAndAbsent(place: place, label: both.commonName)
    }
    labels = present.sorted()
    self.absent = absent.sorted()
    // A species over a background is a species.
    isBackground = saysBackground && present.isEmpty
  }

  var saysNothing: Bool { labels.isEmpty && absent.isEmpty && !isBackground }
}

extension SetReading {
  /// Reads a folder for each class.
  mutating func readClassFolders(of folder: String) throws(LabelledSoundError) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .unreadable(path: folder, reason: error.systemReason)
    }
    var hasClasses = false
    for name in names.sorted() where !name.hasPrefix(".") && isFolder(folder + "/" + name) {
      let said = try FolderLabels(name.split(separator: ","), place: folder + "/" + name)
      guard !said.saysNothing else { continue }
      for sound in sounds(below: folder + "/" + name, recursive: true) {
        hasClasses = true
        let whole = name + "/" + sound.name
        guard let facts = facts(of: sound.path, name: whole) else { continue }
        add(
          LabelledClip(
            path: sound.path, name: whole, labels: said.labels, absent: said.absent,
            isBackground: said.isBackground, recording: key.key(ofFile: whole),
            seconds: facts.seconds, digest: facts.digest))
      }
    }
    guard hasClasses else { return }
    for sound in sounds(below: folder, recursive: false) {
      leaveOut(
        sound.name, "\(sound.path): lies in no class's folder. Move it to one, or leave it out.")
    }
  }
}
