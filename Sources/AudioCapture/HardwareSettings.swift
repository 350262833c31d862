import CALSA

/// What a device was configured with.
struct HardwareSettings {
  let format: CaptureFormat
  let periodFrames: Int

  /// A device's buffer is asked to hold so long: time for a machine that is busy with other things.
  private static let bufferSeconds = 2.0
  private static let periodSeconds = 0.05

  /// Negotiates and sets.
  init(_ handle: OpaquePointer, device: String, _ wish: CaptureWish) throws(CaptureError) {
    var parameters: OpaquePointer?
    unsafe snd_pcm_hw_params_malloc(&parameters)
    defer { unsafe snd_pcm_hw_params_free(parameters) }
    func check(_ error: CInt) throws(CaptureError) {
      guard error >= 0 else { throw .cannotOpen(device: device, reason: alsaReason(error)) }
    }
    try check(unsafe snd_pcm_hw_params_any(handle, parameters))
    let range = try unsafe CaptureRange(handle, parameters)
    func unsupported(_ what: String, _ supported: String) -> CaptureError {
      .unsupported(device: device, what: what, supported: supported)
    }
    try check(
      unsafe snd_pcm_hw_params_set_access(handle, parameters, SND_PCM_ACCESS_RW_INTERLEAVED))
    // A plugin that would resample must not: the rate is the model's business.
    try check(unsafe snd_pcm_hw_params_set_rate_resample(handle, parameters, 0))

    let wanted = wish.sample.map { [$0] } ?? [.s32, .s24, .s24Packed, .float, .s16]
    guard let sample = wanted.first(where: { range.samples.contains($0) }) else {
      throw unsupported(
        wish.sample.map { "samples in \($0.rawValue)" } ?? "samples in a known coding",
        range.samples.map(\.rawValue).joined(separator: ", "))
    }
    try check(unsafe snd_pcm_hw_params_set_format(handle, parameters, sample.alsa))

    var channels = CUnsignedInt(wish.channels)
    guard wish.channels <= range.channels.upperBound,
      unsafe snd_pcm_hw_params_set_channels_near(handle, parameters, &channels) >= 0,
      Int(channels) >= wish.channels
    else { throw unsupported("\(wish.channels) channels", range.channelsInWords) }

    guard
      unsafe snd_pcm_hw_params_set_rate(handle, parameters, CUnsignedInt(wish.sampleRate), 0) >= 0
    else { throw unsupported("\(wish.sampleRate) Hz", range.ratesInWords) }

    var period = snd_pcm_uframes_t(Double(wish.sampleRate) * Self.periodSeconds)
    var buffer = snd_pcm_uframes_t(Double(wish.sampleRate) * Self.bufferSeconds)
    try check(unsafe snd_pcm_hw_params_set_buffer_size_near(handle, parameters, &buffer))
    try check(unsafe snd_pcm_hw_params_set_period_size_near(handle, parameters, &period, nil))
    try check(unsafe snd_pcm_hw_params(handle, parameters))
    format = CaptureFormat(sampleRate: wish.sampleRate, sample: sample, channels: Int(channels))
    periodFrames = Int(period)
  }
}

/// What a device can do.
public struct CaptureRange: Sendable, Hashable {
  /// The codings that it has, of those known here and in their order.
  public let samples: [SampleFormat]
  /// How many channels it can be opened with.
  public let channels: ClosedRange<Int>
  /// Of the usual rates, Hz, those that it has.
  public let rates: [Int]

  static let usualRates = [
    8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000, 250_000,
    256_000, 384_000, 500_000,
  ]

  /// Opens a device only to ask it.
  /// - Parameter name: As ALSA has it.
  public init(ofDevice name: String) throws(CaptureError) {
    let handle = try unsafe openForCapture(name)
    defer { unsafe snd_pcm_close(handle) }
    var parameters: OpaquePointer?
    unsafe snd_pcm_hw_params_malloc(&parameters)
    defer { unsafe snd_pcm_hw_params_free(parameters) }
    guard unsafe snd_pcm_hw_params_any(handle, parameters) >= 0 else {
      throw .cannotOpen(device: name, reason: "it has no configuration")
    }
    unsafe snd_pcm_hw_params_set_rate_resample(handle, parameters, 0)
    try unsafe self.init(handle, parameters)
  }

  /// - Parameter parameters: With all that is possible.
  init(_ handle: OpaquePointer, _ parameters: OpaquePointer?) throws(CaptureError) {
    var least: CUnsignedInt = 0
    var most: CUnsignedInt = 0
    unsafe snd_pcm_hw_params_get_channels_min(parameters, &least)
    unsafe snd_pcm_hw_params_get_channels_max(parameters, &most)
    channels = Int(least)...max(Int(most), Int(least))
    samples = SampleFormat.allCases.filter {
      unsafe snd_pcm_hw_params_test_format(handle, parameters, $0.alsa) == 0
    }
    rates = Self.usualRates.filter {
      unsafe snd_pcm_hw_params_test_rate(handle, parameters, CUnsignedInt($0), 0) == 0
    }
  }

  /// For people.
  public var channelsInWords: String {
    channels.count == 1
      ? "\(channels.lowerBound) channel\(channels.lowerBound == 1 ? "" : "s")"
      : "\(channels.lowerBound) to \(channels.upperBound) channels"
  }

  /// For people.
  public var ratesInWords: String {
    rates.isEmpty
      ? "none of the usual rates" : rates.map(String.init).joined(separator: ", ") + " Hz"
  }
}

extension SampleFormat {
  var alsa: snd_pcm_format_t {
    switch self {
    case .s16: SND_PCM_FORMAT_S16_LE
    case .s24Packed: SND_PCM_FORMAT_S24_3LE
    case .s24: SND_PCM_FORMAT_S24_LE
    case .s32: SND_PCM_FORMAT_S32_LE
    case .float: SND_PCM_FORMAT_FLOAT_LE
    }
  }
}
