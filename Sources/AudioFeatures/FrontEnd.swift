/// The way from sound to a network's input, with all tables it needs: the window function, the
/// Fourier transform, the filter bank, the image's layout and quantization.
///
/// Immutable and shared by threads; each thread has a ``WindowStream`` of its own.
public struct FrontEnd: Sendable {
  /// What it was made from.
  public let settings: FrontEndSettings
  let analysis: MelAnalysis
  let layout: ImageLayout
  let quantizer: ImageQuantizer

  /// - Parameters:
  ///   - scale: Of the network's input tensor: real = scale · (q − zeroPoint).
  ///   - zeroPoint: Of the network's input tensor, −128 to 127.
  /// - Throws: ``FrontEndError`` that names the setting which is impossible.
  public init(
    settings: FrontEndSettings, scale: Float, zeroPoint: Int
  ) throws(FrontEndError) {
    self.settings = settings
    analysis = try MelAnalysis(settings)
    layout = ImageLayout(settings.image, bands: settings.mel.bands)
    quantizer = try ImageQuantizer(scale: scale, zeroPoint: zeroPoint)
  }

  /// Samples of one window, at the settings' sample rate.
  public var windowLength: Int { settings.windowLength }

  /// `[height, width, channels]`
  public var imageShape: [Int] {
    [settings.image.height, settings.image.width, settings.image.channels]
  }

  /// The mel filters, with each band's centre frequency.
  public var filterBank: MelFilterBank { analysis.filterBank }
}
