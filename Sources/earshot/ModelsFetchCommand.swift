import ArgumentParser
import Foundation
import ModelZoo
import SystemFiles

extension ModelsCommand {
  struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fetch",
      abstract: "Download networks that the MCUNet project publishes.",
      discussion: """
        The networks are those of MIT HAN Lab's MCUNet (MIT licence), for pictures: \
        \(PublishedNet.all.map(\.name).joined(separator: ", ")). `validate` and `models inspect` \
        take the files. A download that was cut off goes on where it ended; a file gets its name \
        when it is whole. Where its SHA-256 is known, it must be that. A file that is there \
        already is never replaced.
        """)

    @Argument(help: "Names of networks.")
    var networks: [String]

    @Option(help: ArgumentHelp("The address to fetch from, such as a mirror's.", valueName: "url"))
    var from = PublishedNet.origin

    @Option(help: ArgumentHelp("The folder that the files go to.", valueName: "folder"))
    var to = "Models"

    func run() throws {
      let wanted = try networks.map { name in
        guard let net = PublishedNet.named(name) else {
          throw UsageError(
            "there is no network \"\(name)\"; there are "
              + PublishedNet.all.map(\.name).joined(separator: ", ") + ".")
        }
        guard let address = net.address(below: from) else {
          throw UsageError("\(from) is no address; it begins with https:// or http://.")
        }
        return (net: net, address: address)
      }
      let isNew = !isFolder(to)
      try makeFolder(to)
      // Where nothing came, nothing is left; what is not empty stays.
      defer { if isNew { _ = unsafe rmdir(to) } }
      var failed = false
      for (net, address) in wanted {
        let path = URL(filePath: to).appending(path: net.name + ".tflite").relativePath
        do {
          try Terminal.print(fetch(net, from: address, to: path))
        } catch let error as DownloadError {
          Terminal.complain(error)
          failed = true
        }
      }
      if failed { throw ExitCode(ExitStatus.inputsFailed.rawValue) }
    }

    private func fetch(_ net: PublishedNet, from address: URL, to path: String) throws -> String {
      let bar = SharedProgressBar(ProgressBar(width: Terminal.width))
      defer { bar.clear() }
      let result = try Download(address, expecting: net.digest).run(to: path) { received, total in
        bar.show(bytes: received, of: total)
      }
      bar.clear()
      let size = "\(decimal(Double(result.byteCount) / 1000, places: 1)) kB"
      let proof =
        result.isVerified
        ? "SHA-256 as published"
        : "unverified: nobody has told its SHA-256, which is \(result.digest)"
      return "\(path): \(result.isNew ? "" : "there already, ")\(size), \(proof)"
    }
  }
}

/// A progress bar that another thread moves.
// Sendable although it changes: the lock lets one in at a time.
private final class SharedProgressBar: @unchecked Sendable {
  private let lock = NSLock()
  private var bar: ProgressBar

  init(_ bar: ProgressBar) { self.bar = bar }

  func show(bytes: Int, of total: Int?) { lock.withLock { bar.show(bytes: bytes, of: total) } }

  func clear() { lock.withLock { bar.clear() } }
}
