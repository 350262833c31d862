import ModelZoo

/// A network of the zoo: its file as it was found, or one built in its place.
struct ZooNetwork {
  enum Source: String, Encodable {
    /// The file whose SHA-256 is known.
    case published
    /// A file of a network whose SHA-256 nobody has told.
    case unverified
    /// A file of the name, but another than the published.
    case other
    /// Built with random weights.
    case generated
    /// A file that is there and is no network, or cannot be read.
    case unreadable
    /// There is no file, and it cannot be built.
    case none

    /// In words, for the table.
    /// - Parameter path: Of the file.
    func words(of net: PublishedNet, at path: String?) -> String {
      switch self {
      case .published: "\(path ?? ""), as published"
      case .unverified: "\(path ?? ""), unverified"
      case .other: "\(path ?? ""), other file"
      case .generated: "generated\(path.map { " from " + $0 } ?? ""), random weights"
      case .unreadable: "\(path ?? ""), cannot be loaded"
      case .none: "no file; earshot models fetch \(net.name)"
      }
    }
  }

  let net: PublishedNet
  let source: Source
  /// Of the file, or of the configuration it was built from.
  let path: String?
  /// The whole file; empty where there is none.
  let bytes: [UInt8]
  /// Why the file could not be read.
  var problem: UsageError?

  /// Whether it has weights that somebody trained.
  var isTrained: Bool { [.published, .unverified, .other].contains(source) }
}
