public import Foundation

/// A network of the MCUNet project's model zoo.
///
/// Source: github.com/mit-han-lab/mcunet, `mcunet/model_zoo.py`; MIT HAN Lab, MIT licence.
public struct PublishedNet: Sendable, Hashable {
  /// As the project's papers and earshot call it: `mcunet-vww1`.
  public let name: String
  /// As its files are called upstream: `mcunet-5fps_vww`.
  public let upstreamName: String
  /// What it was trained to tell.
  public let task: Task
  /// Width of the RGB picture that it takes, pixels.
  public let width: Int
  /// Its height, pixels.
  public let height: Int
  /// What the project says of it; `nil` where it says nothing.
  public let figures: Figures?
  /// SHA-256 of the int8 `.tflite` file; `nil` where nobody has told it.
  public let digest: String?

  /// What a network tells of a picture.
  public enum Task: String, Sendable {
    /// Which of 1000 things is in it.
    case imageNet = "ImageNet"
    /// Whether a person is in it.
    case visualWakeWords = "VWW"
    /// Where persons are in it.
    case personDetection = "person detection"
  }

  /// A line of the project's table. SRAM and flash are those of TinyEngine on an STM32F746.
  public struct Figures: Sendable, Hashable {
    /// 1,000,000 multiply-accumulates for one picture.
    public let megaMACs: Double
    /// 1,000,000 parameters.
    public let megaParameters: Double
    /// kB of working memory.
    public let sram: Int
    /// kB of program and weights.
    public let flash: Int
    /// Share of right first answers on the validation set in float32, percent.
    public let floatTop1: Double
    /// The same of the int8 file.
    public let int8Top1: Double
  }

  /// Where the project keeps its files.
  public static let origin = "https://hanlab18.mit.edu/projects/tinyml/mcunet/release/"

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
