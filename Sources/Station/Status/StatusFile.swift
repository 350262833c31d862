import Foundation
import SystemFiles

/// The file in which a station keeps its status: whole at any instant, for any reader.
public struct StatusFile: Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  /// Beside a log, where none is named.
  public init(besideLog log: String) { path = log + ".status.json" }

  /// - Throws: What the system says.
  public func write(_ status: StationStatus) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.dateEncodingStrategy = .iso8601
    try encoder.encode(status).write(to: URL(filePath: path), options: .atomic)
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
  case unreadable(path: String, reason: String)
  case notAStatus(path: String)
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
