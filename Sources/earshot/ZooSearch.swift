import ContentDigest
import Foundation
import ModelZoo
import SystemFiles

/// Finds the files of the zoo's networks, and builds those that have none.
struct ZooSearch {
  private let folders: [String]
  /// Of the project's configurations.
  private let configurations: String?

  /// - Parameters:
  ///   - models: The folder of the files; `nil` for all folders of models.
  ///   - configurations: A folder; `nil` to build from the topologies in the program.
  /// - Throws: If a folder is none, or holds nothing of what it was named for.
  init(models: String?, configurations: String?) throws {
    folders = models.map { [$0] } ?? ModelLocation.folders.map(\.relativePath)
    self.configurations = configurations
    if let models {
      try Self.demand(
        models, "tflite", option: "--models", what: "network",
        advice: "Name the folder that `earshot models fetch` wrote to")
    }
    if let configurations {
      try Self.demand(
        configurations, "json", option: "--configs", what: "configuration",
        advice: "Name the folder of the project's .json files")
    }
  }

  /// All, in the order of the project's table.
  func networks() throws -> [ZooNetwork] { try PublishedNet.all.map(network) }

  private func network(_ net: PublishedNet) throws -> ZooNetwork {
    let (topology, configuration) = try topology(of: net)
    let built = topology.map { RandomNetwork($0, named: net.name).file }
    let path = folders.lazy.compactMap { Self.file(of: net, "tflite", in: $0) }.first
    guard let path else {
      return ZooNetwork(
        net: net, source: built == nil ? .none : .generated, path: configuration,
        bytes: built ?? [])
    }
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try contents(of: path))
    } catch {
      return ZooNetwork(
        net: net, source: .unreadable, path: path, bytes: [],
        problem: UsageError("\(path): cannot be read: \(error.systemReason)."))
    }
    return ZooNetwork(
      net: net, source: Self.source(of: bytes, net, built), path: path, bytes: bytes)
  }

  private static func source(
    of bytes: [UInt8], _ net: PublishedNet, _ built: [UInt8]?
  ) -> ZooNetwork.Source {
    // One that was built here and renamed is not taken for the project's.
    if bytes == built { return .generated }
    guard let digest = net.digest else { return .unverified }
    return SHA256.hexadecimal(of: bytes) == digest ? .published : .other
  }

  /// - Returns: The topology, and the file it comes from, if it does.
  private func topology(of net: PublishedNet) throws -> (NetTopology?, String?) {
    guard let configurations,
      let path = Self.file(of: net, "json", in: configurations)
    else { return (net.topology, nil) }
    return (try NetTopology(configurationAt: path), path)
  }

  /// The ordinary file of a network in a folder, by either of its names.
  private static func file(of net: PublishedNet, _ ending: String, in folder: String) -> String? {
    [net.name, net.upstreamName].lazy
      .map { URL(filePath: folder).appending(path: "\($0).\(ending)").relativePath }
      .first { isOrdinary($0) }
  }

  private static func isOrdinary(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func demand(
    _ folder: String, _ ending: String, option: String, what: String, advice: String
  ) throws {
    let example = "mcunet-vww0.\(ending)"
    guard isFolder(folder) else {
      throw UsageError("\(folder): there is no such folder. \(advice) with \(option).")
    }
    guard PublishedNet.all.contains(where: { file(of: $0, ending, in: folder) != nil }) else {
      throw UsageError(
        "\(folder): holds no \(what) of the zoo, such as \(example). \(advice), or leave \(option) "
          + "out.")
    }
  }
}
