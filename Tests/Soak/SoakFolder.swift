import Foundation

/// Where the files of a run lie.
struct SoakFolder {
  let path: String

  init(_ path: String) { self.path = URL(filePath: path).path }

  private func file(_ name: String) -> String { path + "/" + name }

  var settings: String { file("settings.json") }
  var clock: String { file("clock") }
  var bundle: String { file("bundle") }
  /// What plays `/sys`.
  var system: String { file("sys") }
  /// Of each card a folder, and links to them by number.
  var cards: String { file("cards") }
  var alsa: String { file("asound.conf") }
  /// Where the small disk is mounted.
  var disk: String { file("disk") }
  var liveLog: String { file("disk/log.sqlite") }
  /// The log when all is over.
  var log: String { file("log.sqlite") }
  var status: String { file("status.json") }
  /// What the station said was in the log.
  var acknowledgements: String { file("acknowledgements.txt") }
  var complaints: String { file("station.txt") }
  var record: String { file("record.json") }
}

/// Writes and reads what one process tells another.
func store(_ value: some Encodable, at path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
  try encoder.encode(value).write(to: URL(filePath: path), options: .atomic)
}

func load<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
  try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: path)))
}
