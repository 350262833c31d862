public import Foundation

/// A network of the MCUNet project's model zoo.
///
/// Source: github.com/mit-han-lab/mcunet, `mcunet/model_zoo.py`; MIT HAN Lab, MIT licence.
public struct PublishedNet: Sendable, Hashable {
  /// As the project's papers and earshot call it: `mcunet-vww1`.
  public let name: String
  /// As its files are called upstream: `mcunet-5fps_vww`.
  public let upstreamName: String
  /// SHA-256 of the int8 `.tflite` file; `nil` where nobody has told it.
  public let digest: String?

  /// Where the project keeps its files.
  public static let origin = "https://hanlab18.mit.edu/projects/tinyml/mcunet/release/"

  /// All, in the order of the project's table.
  public static let all = [
    PublishedNet(name: "mbv2-w0.35", upstreamName: "mbv2-w0.35-r144_imagenet", digest: nil),
    PublishedNet(name: "proxyless-w0.3", upstreamName: "proxyless-w0.3-r176_imagenet", digest: nil),
    PublishedNet(name: "mcunet-in0", upstreamName: "mcunet-10fps_imagenet", digest: nil),
    PublishedNet(name: "mcunet-in1", upstreamName: "mcunet-5fps_imagenet", digest: nil),
    PublishedNet(
      name: "mcunet-in2", upstreamName: "mcunet-256kb-1mb_imagenet",
      digest: "38c5d0794fa40196cb5c8da4fc64b116a33f448f3db721458916b54b1e4a11fb"),
    PublishedNet(
      name: "mcunet-in3", upstreamName: "mcunet-320kb-1mb_imagenet",
      digest: "780563f544bccba413b1ee4e051159996ac8b5be39eba8bb38761a51b58a07d1"),
    PublishedNet(
      name: "mcunet-in4", upstreamName: "mcunet-512kb-2mb_imagenet",
      digest: "1ad36261efdc5185d5236e7f8306a9481d9044c56cbb72f9230fbc67ba13545e"),
    PublishedNet(
      name: "mcunet-vww0", upstreamName: "mcunet-10fps_vww",
      digest: "4676b97e2fe775929b1538446a120173ab0e1a0f94a1d81e7322f09fee9b3d1d"),
    PublishedNet(
      name: "mcunet-vww1", upstreamName: "mcunet-5fps_vww",
      digest: "d878916e93f59e63949ce9b8e1a585382d466d3b94d751b9f1628a7753e03c24"),
    PublishedNet(
      name: "mcunet-vww2", upstreamName: "mcunet-320kb-1mb_vww",
      digest: "5180674a058b7c7b627a4142b4c6b194382e6df05ad8c8eb40a86aab8c1c7986"),
    PublishedNet(
      name: "person-det", upstreamName: "person-det",
      digest: "ceb419a25d1f807e4a2480cb93f75e7d18fc6f147fc0addbf9288da8a957449a"),
  ]

  /// - Parameter name: Its name here or upstream.
  public static func named(_ name: String) -> PublishedNet? {
    all.first { $0.name == name || $0.upstreamName == name }
  }

  /// The address of its int8 file.
  /// - Parameter base: An address; the file lies below it.
  /// - Returns: `nil` if that is no address of the web.
  public func address(below base: String) -> URL? {
    let folder = base.hasSuffix("/") ? base : base + "/"
    guard let url = URL(string: folder + upstreamName + ".tflite"), url.host != nil,
      ["http", "https"].contains(url.scheme?.lowercased())
    else { return nil }
    return url
  }
}
