/// Everything that changes a number between sound and the network's input, so that training and
/// inference cannot disagree: it travels in the model bundle as JSON.
///
/// ```json
/// {
///   "sampleRate": 24000, "frameLength": 1024, "fftLength": 1024, "hop": 600, "window": "hann",
///   "mel": {"bands": 80, "lowest": 60, "highest": 11000, "scale": "slaney", "norm": "slaney"},
///   "compression": {"log": {"offset": 1e-6}},
///   "normalisation": {"fixed": {"mean": -8, "deviation": 4}},
///   "image": {"columns": 80, "height": 80, "width": 80, "channels": 1, "fit": "crop",
///             "lowestBand": "last"}
/// }
/// ```
///
/// Every key is required, but for those said to be optional; a key that is not known, or a value
/// that is impossible, is a ``FrontEndError`` when the settings are decoded and when a ``FrontEnd``
/// is made of them.
///
/// Frames lie inside the window, without padding: column *t* covers the samples from *t · hop* up
/// to *t · hop + frameLength* (librosa's `center=False`, where `win_length` equals `n_fft`).
public struct FrontEndSettings: Sendable, Hashable, Codable {
  /// Of the samples that go in, Hz.
  public var sampleRate: Int
  /// Samples under the window function.
  public var frameLength: Int
  /// Length of the Fourier transform, even; the frame is completed with zeros behind its end.
  public var fftLength: Int
  /// Samples from one column to the next, at most `frameLength`.
  public var hop: Int
  /// What a frame is weighted with before the transform.
  public var window: WindowFunction
  /// The filters that turn power spectra into mel bands.
  public var mel: Mel
  /// What mel power becomes before it is normalised.
  public var compression: Compression
  /// How compressed values are brought to the range that a network expects.
  public var normalisation: Normalisation
  /// The image that a window becomes.
  public var image: Image

  /// No value is checked here; a ``FrontEnd`` refuses what is impossible.
  public init(
    sampleRate: Int, frameLength: Int, fftLength: Int, hop: Int, window: WindowFunction, mel: Mel,
    compression: Compression, normalisation: Normalisation, image: Image
  ) {
    self.sampleRate = sampleRate
    self.frameLength = frameLength
    self.fftLength = fftLength
    self.hop = hop
    self.window = window
    self.mel = mel
    self.compression = compression
    self.normalisation = normalisation
    self.image = image
  }

  /// Samples of one window: the span of `image.columns` frames.
  public var windowLength: Int { (image.columns - 1) * hop + frameLength }

  /// Triangular mel filters; see ``MelFilterBank``.
  public struct Mel: Sendable, Hashable, Codable {
    /// Filters.
    public var bands: Int
    /// Lower edge of the lowest band, Hz.
    public var lowest: Double
    /// Upper edge of the highest band, Hz, at most half the sample rate.
    public var highest: Double
    /// The scale on which the filters are equally wide.
    public var scale: MelScale
    /// How high the filters are.
    public var norm: MelNorm

    /// No value is checked here; a ``FrontEnd`` refuses what is impossible.
    public init(bands: Int, lowest: Double, highest: Double, scale: MelScale, norm: MelNorm) {
      self.bands = bands
      self.lowest = lowest
      self.highest = highest
      self.scale = scale
      self.norm = norm
    }
  }

  /// How a window's spectrogram becomes the network's image: rows are bands, columns are time.
  public struct Image: Sendable, Hashable, Codable {
    /// Spectrogram columns of a window.
    public var columns: Int
    /// Image rows.
    public var height: Int
    /// Image columns.
    public var width: Int
    /// 1, or 3: the same image in each.
    public var channels: Int
    /// How a spectrogram of another size becomes the image.
    public var fit: ImageFit
    /// At which edge of the image the lowest band lies.
    public var lowestBand: BandOrder

    /// No value is checked here; a ``FrontEnd`` refuses what is impossible.
    public init(
      columns: Int, height: Int, width: Int, channels: Int, fit: ImageFit, lowestBand: BandOrder
    ) {
      self.columns = columns
      self.height = height
      self.width = width
      self.channels = channels
      self.fit = fit
      self.lowestBand = lowestBand
    }
  }
}

/// How a spectrogram of `bands` by `columns` becomes an image of `height` by `width`.
public enum ImageFit: String, Sendable, Hashable, Codable, CaseIterable {
  /// The middle is kept: of *n* bands or columns the *m* from *(n − m) / 2*, rounded down.
  case crop
  /// Bilinear between pixel centres, without smoothing: output pixel *i* of *m* lies at
  /// *(i + 1/2) · n / m − 1/2* of the input's *n*, and outside the first and last centre their
  /// value continues (TensorFlow's `half_pixel_centers`, OpenCV's `INTER_LINEAR`).
  case resize
}

/// Which image row is the lowest mel band's.
public enum BandOrder: String, Sendable, Hashable, Codable, CaseIterable {
  case first, last
}
