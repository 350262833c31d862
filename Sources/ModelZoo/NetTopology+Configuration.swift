import Foundation
import SystemFiles

extension NetTopology {
  /// Reads what the project publishes of a network: `mcunet-10fps_vww.json`.
  ///
  /// Blocks that do nothing (`ZeroLayer`) are left out.
  /// - Throws: What in the file is missing, wrong, or beyond what ``NetTopology`` can say.
  public init(configurationAt path: String) throws(TopologyError) {
    let data: Data
    do {
      data = try contents(of: path)
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
    let configuration: NetConfiguration
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      configuration = try decoder.decode(NetConfiguration.self, from: data)
    } catch {
      throw Self.error(error, path)
    }
    do throws(NetConfiguration.Fault) {
      self = try configuration.topology
    } catch {
      throw .unsupported(path: path, place: error.place, reason: error.reason)
    }
  }

  private static func error(_ error: any Error, _ path: String) -> TopologyError {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      .malformed(
        path: path, place: place(context.codingPath + [key]), reason: "is not there")
    case DecodingError.valueNotFound(_, let context):
      .malformed(path: path, place: place(context.codingPath), reason: "is null")
    case DecodingError.typeMismatch(let type, let context):
      .malformed(
        path: path, place: place(context.codingPath),
        reason: "is not \(type == Int.self ? "a whole number" : "what belongs there")")
    case DecodingError.dataCorrupted(let context):
      // Foundation tells the two apart in its own words alone.
      .malformed(
        path: path, place: place(context.codingPath),
        reason: "is no JSON, or has a number that is not whole")
    default:
      .malformed(path: path, place: "", reason: "\(error)")
    }
  }

  /// As the file has it: `blocks[3].mobile_inverted_conv`.
  private static func place(_ path: [any CodingKey]) -> String {
    path.reduce("") { text, key in
      if let index = key.intValue { return text + "[\(index)]" }
      let name = key.stringValue.map { $0.isUppercase ? "_" + $0.lowercased() : "\($0)" }.joined()
      return text.isEmpty ? name : text + "." + name
    }
  }
}
