public import Foundation
import SystemFiles

/// The file in which a station keeps its status: whole at any instant, for any reader.
public struct StatusFile: Sendable {
  /// Where it lies, or will.
  public let path: String

  /// Touches nothing.
  public init(path: String) { self.path = path }

  /// Beside a log, where none is named.
  public init(besideLog log: String) { path = log + ".status.json" }

  /// - Throws: What the system says.
  public func write(_ status: StationStatus) throws {
    try Self.json(status).write(to: URL(filePath: path), options: .atomic)
  }

  /// What the file holds.
  public static func json(_ status: StationStatus) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.dateEncodingStrategy = .iso8601
    return try encoder.encode(status)
  }

  /// - Throws: ``StatusError``.
  public func read() throws(StatusError) -> StationStatus {
    let data: Data
    do {
      data = try contents(of: path)
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.dateDecodingStrategy = .iso8601
    guard let head = try? decoder.decode(Version.self, from: data) else {
      throw .notAStatus(path: path)
    }
    guard head.version == StationStatus.currentVersion else {
      throw .otherVersion(path: path, version: head.version)
    }
    do {
      return try decoder.decode(StationStatus.self, from: data)
    } catch {
      throw .notAStatus(path: path)
    }
  }

  private struct Version: Decodable {
    var version: Int
  }
}

/// Why a status cannot be told.
public enum StatusError: Error, Equatable, CustomStringConvertible {
  /// There is no file, or it may not be read.
  case unreadable(path: String, reason: String)
  /// The file holds something else.
  case notAStatus(path: String)
  /// An earshot of another version wrote the file.
  case otherVersion(path: String, version: Int)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): no status: \(reason). A running station writes it; name the station's --log, --config "
        + "or --file."
    case .notAStatus(let path):
      "\(path): is no status file of a station."
    case .otherVersion(let path, let version):
      "\(path): is of version \(version), and this earshot reads \(StationStatus.currentVersion): use "
        + "the earshot that runs the station."
    }
  }
}
