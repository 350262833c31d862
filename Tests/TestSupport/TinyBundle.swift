public import Foundation

/// A model bundle of a few kilobytes, made by `Tests/Golden/tiny_bundle.py`: 8 kHz, windows of half
/// a second every quarter second, and four classes that tell a hum, a whistle, a tone between them
/// and quiet apart.
public enum TinyBundle {
  public static let url = SharedData.repository.appending(path: "Tests/Golden/tiny-bundle")

  /// A copy of the bundle, one of whose texts in `bundle.json` is replaced.
  public static func copy(
    to folder: TemporaryFolder, replacing text: String = "", with replacement: String = ""
  ) throws -> URL {
    let copy = folder.url.appending(path: "bundle")
    try FileManager.default.copyItem(at: url, to: copy)
    let file = copy.appending(path: "bundle.json")
    let json = try String(contentsOf: file, encoding: .utf8)
    if !text.isEmpty {
      try Data(json.replacing(text, with: replacement).utf8).write(to: file)
    }
    return copy
  }
}
