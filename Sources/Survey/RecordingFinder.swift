public import Foundation
import SystemFiles

/// Finds recordings below files and folders, in an order that depends on their paths alone.
///
/// A file that is named is taken whatever its extension. In folders, files with one of
/// ``RecordingFinder/extensions`` are taken, in any case of letters; names that begin with a dot are
/// passed over. A folder with such an extension, a link that leads nowhere and a link back into a
/// folder above it are findings too: what is wrong with them is told once, when they are opened. A
/// folder that two links lead to is read once.
public struct RecordingFinder: Sendable {
  /// Lower case. Every container that ``AudioIO`` reads, by its usual names.
  public static let extensions: Set<String> = [
    "wav", "wave", "rf64", "w64", "flac", "ogg", "oga", "opus", "aif", "aiff", "aifc", "mp3", "caf",
    "au",
  ]

  /// What to do with folders inside folders.
  public var recursive: Bool

  /// Takes from a folder its own files, and if `recursive` those of all folders below.
  public init(recursive: Bool = false) {
    self.recursive = recursive
  }

  /// A path to be analysed, and what is wrong with it where that is already known.
  public struct Finding: Hashable, Sendable {
    /// As it was named; below a folder that was named, beginning with that.
    public let path: String
    /// Why it is not opened at all; `nil` if only opening it tells.
    public let problem: SurveyError?
  }

  /// - Parameter inputs: Paths of files and folders, relative ones to the working folder.
  /// - Returns: Each path once, sorted by its bytes.
  public func find(_ inputs: [String]) -> [Finding] {
    var search = Search(recursive: recursive)
    for input in inputs { search.addInput(input) }
    return search.findings.values.sorted {
      $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
    }
  }

  /// Why ``find(_:)`` finds nothing in folders.
  public func nothingFound(in folders: [String]) -> SurveyError {
    let holdFolders = folders.contains { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.contains { !$0.hasPrefix(".") && isFolder(folder + "/" + $0) }
    }
    return .nothingFound(paths: folders, mayLieDeeper: holdFolders && !recursive)
  }

  /// The paths of a list, one a line; empty lines are passed over. Where a list has a zero byte,
  /// zero bytes end its paths, as `find -print0` writes them.
  public static func paths(inList list: Data) -> [String] {
    let separator = UInt8(list.contains(0) ? 0 : UInt8(ascii: "\n"))
    return list.split(separator: separator).map { line in
      let line = separator != 0 && line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return String(decoding: line, as: UTF8.self)
    }.filter { !$0.isEmpty }
  }
}

/// One search: what was found, and which folders were read.
private struct Search {
  let recursive: Bool
  /// By the bytes of the path: to Swift, two ways to write an accent are one text, to a disk two files.
  var findings: [[UInt8]: RecordingFinder.Finding] = [:]
  private var foldersRead: Set<FolderIdentity> = []

  init(recursive: Bool) { self.recursive = recursive }

  mutating func addInput(_ path: String) {
    if let identity = FileStatus(path: path)?.folder {
      read(folder: path, identity: identity, above: [])
    } else {
      add(path)
    }
  }

  private mutating func add(_ path: String, problem: SurveyError? = nil) {
    // Bytes that are no text have been replaced on the way here, so the path leads nowhere.
    let isText = !path.contains("\u{FFFD}") || FileStatus(path: path) != nil
    let problem = problem ?? (isText ? nil : .nameNotText(path: path))
    findings[Array(path.utf8)] = RecordingFinder.Finding(path: path, problem: problem)
  }

  private mutating func read(folder: String, identity: FolderIdentity, above: Set<FolderIdentity>) {
    guard foldersRead.insert(identity).inserted else { return }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      add(folder, problem: .folderUnreadable(path: folder, reason: error.systemReason))
      return
    }
    let above = above.union([identity])
    // Sorted, so that of two links to one folder the same is followed every time.
    for name in names.sorted() where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      let isRecording = RecordingFinder.extensions.contains(
        URL(filePath: name).pathExtension.lowercased())
      guard let identity = FileStatus(path: path)?.folder else {
        if isRecording { add(path) }
        continue
      }
      if isRecording {
        add(path)  // opening it says that it is a folder
      } else if recursive, above.contains(identity) {
        add(path, problem: .linkLoop(path: path))
      } else if recursive {
        read(folder: path, identity: identity, above: above)
      }
    }
  }
}
