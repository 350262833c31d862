import CALSA
import Glibc

/// An open capture device of ALSA, running.
///
/// Source: alsa-lib, *PCM (digital audio) interface*.
@safe struct CaptureDevice: ~Copyable {
  /// What is known about the device's position at an instant.
  struct Observation {
    /// Frames that can be read without waiting.
    var available: Int
    /// When that was so, nanoseconds of the system's monotonic clock.
    var instant: Int64
  }

  let format: CaptureFormat
  /// Frames after which it tells of more.
  let periodFrames: Int
  private let handle: OpaquePointer
  private let status: OpaquePointer
  private let descriptors: UnsafeMutableBufferPointer<pollfd>

  /// Opens and configures a device; ``start()`` begins.
  ///
  /// - Parameters:
  ///   - name: As ALSA has it.
  ///   - wish: Rate and channels are taken or refused; the coding is the best that the device gives
  ///     unless the wish names one.
  init(_ name: String, _ wish: CaptureWish) throws(CaptureError) {
    let handle = try unsafe openForCapture(name)
    var status: OpaquePointer?
    unsafe snd_pcm_status_malloc(&status)
    guard let status = unsafe status else {
      unsafe snd_pcm_close(handle)
      throw .cannotOpen(device: name, reason: "no memory")
    }
    do throws(CaptureError) {
      let hardware = try unsafe HardwareSettings(handle, device: name, wish)
      try unsafe Self.setSoftware(handle, device: name, hardware)
      format = hardware.format
      periodFrames = hardware.periodFrames
    } catch {
      unsafe snd_pcm_status_free(status)
      unsafe snd_pcm_close(handle)
      throw error
    }
    unsafe self.handle = handle
    unsafe self.status = status
    let count = unsafe max(Int(snd_pcm_poll_descriptors_count(handle)), 0)
    unsafe descriptors = .allocate(capacity: count)
    unsafe descriptors.initialize(repeating: pollfd())
    unsafe snd_pcm_poll_descriptors(handle, descriptors.baseAddress, CUnsignedInt(count))
  }

  deinit {
    unsafe descriptors.deallocate()
    unsafe snd_pcm_status_free(status)
    unsafe snd_pcm_close(handle)
  }

  /// Time stamps of the monotonic clock, and a wake-up for each period.
  private static func setSoftware(
    _ handle: OpaquePointer, device: String, _ hardware: HardwareSettings
  ) throws(CaptureError) {
    var settings: OpaquePointer?
    unsafe snd_pcm_sw_params_malloc(&settings)
    defer { unsafe snd_pcm_sw_params_free(settings) }
    var error = unsafe snd_pcm_sw_params_current(handle, settings)
    if error >= 0 {
      error = unsafe snd_pcm_sw_params_set_avail_min(
        handle, settings, snd_pcm_uframes_t(hardware.periodFrames))
    }
    if error >= 0 {
      error = unsafe snd_pcm_sw_params_set_tstamp_mode(handle, settings, SND_PCM_TSTAMP_ENABLE)
    }
    if error >= 0 {
      error = unsafe snd_pcm_sw_params_set_tstamp_type(
        handle, settings, SND_PCM_TSTAMP_TYPE_MONOTONIC)
    }
    if error >= 0 { error = unsafe snd_pcm_sw_params(handle, settings) }
    guard error >= 0 else { throw .cannotOpen(device: device, reason: alsaReason(error)) }
  }

  /// Begins at frame 0, also after a failure; what the device had is lost.
  /// - Returns: When frame 0 began, nanoseconds of the system's monotonic clock.
  func start() throws(Failure) -> Int64 {
    try check(unsafe snd_pcm_prepare(handle))
    try check(unsafe snd_pcm_start(handle))
    let now = CaptureClock.nanoseconds(CLOCK_MONOTONIC)
    try check(unsafe snd_pcm_status(handle, status))
    var trigger = timespec()
    unsafe snd_pcm_status_get_trigger_htstamp(status, &trigger)
    // A plugin may not tell it, or by another clock.
    let told = Int64(trigger.tv_sec) * 1_000_000_000 + Int64(trigger.tv_nsec)
    return abs(told - now) < 1_000_000_000 ? told : now
  }

  /// Waits until a period can be read, or something else has happened.
  ///
  /// ALSA's own `snd_pcm_wait` begins its time anew whenever a plugin wakes it for nothing, and may never
  /// return.
  func wait(milliseconds: Int) {
    unsafe poll(descriptors.baseAddress, nfds_t(descriptors.count), CInt(milliseconds))
    // Plugins expect to be asked what their wake-up meant; what is there to read says the rest.
    var events: CUnsignedShort = 0
    unsafe snd_pcm_poll_descriptors_revents(
      handle, descriptors.baseAddress, CUnsignedInt(descriptors.count), &events)
  }

  func observe() throws(Failure) -> Observation {
    try check(CInt(unsafe snd_pcm_avail_update(handle)))
    try check(unsafe snd_pcm_status(handle, status))
    try requireRunning()
    var stamp = timespec()
    unsafe snd_pcm_status_get_htstamp(status, &stamp)
    let told = Int64(stamp.tv_sec) * 1_000_000_000 + Int64(stamp.tv_nsec)
    let available = unsafe Int(snd_pcm_status_get_avail(status))
    return Observation(
      available: available,
      instant: told > 0 ? told : CaptureClock.nanoseconds(CLOCK_MONOTONIC))
  }

  /// Reads whole frames, as many as are there and fit.
  /// - Returns: Frames read.
  func read(_ frames: Int, into bytes: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    precondition(frames * format.frameBytes <= bytes.count, "room for the frames")
    let count = unsafe snd_pcm_readi(handle, bytes.baseAddress, snd_pcm_uframes_t(frames))
    if count == -Int(EAGAIN) { return 0 }
    return Int(try check(CInt(count)))
  }

  @discardableResult
  private func check(_ result: CInt) throws(Failure) -> CInt {
    guard result < 0 else { return result }
    switch -result {
    case EPIPE: throw .overrun
    case ESTRPIPE: throw .suspended
    case EIO, ENODEV, EBADFD:
      // The state, once it is brought up to date, tells more than the number.
      unsafe snd_pcm_avail_update(handle)
      try requireRunning()
      throw .lost(reason: alsaReason(result))
    default: throw .lost(reason: alsaReason(result))
    }
  }

  private func requireRunning() throws(Failure) {
    switch unsafe snd_pcm_state(handle) {
    case SND_PCM_STATE_RUNNING: break
    case SND_PCM_STATE_XRUN: throw .overrun
    case SND_PCM_STATE_SUSPENDED: throw .suspended
    case SND_PCM_STATE_DISCONNECTED: throw .lost(reason: alsaReason(-ENODEV))
    default: throw .lost(reason: "it no longer runs")
    }
  }

  enum Failure: Error {
    /// The device's buffer ran over; ``start()`` goes on.
    case overrun
    /// The system slept; ``start()`` goes on.
    case suspended
    /// It has to be opened anew, if it is there at all.
    case lost(reason: String)
  }
}

/// What a device is asked for.
public struct CaptureWish: Sendable, Hashable {
  /// Hz.
  public var sampleRate: Int
  /// The least number of channels that the device is opened with.
  public var channels: Int
  /// `nil` for the one with the most bits.
  public var sample: SampleFormat?

  /// Checks nothing: the device says what it does not give.
  public init(sampleRate: Int, channels: Int = 1, sample: SampleFormat? = nil) {
    self.sampleRate = sampleRate
    self.channels = channels
    self.sample = sample
  }
}

/// Opens a device, not yet configured; the caller's to close.
/// - Parameter name: As ALSA has it.
func openForCapture(_ name: String) throws(CaptureError) -> OpaquePointer {
  silenceALSA
  var opened: OpaquePointer?
  let error = unsafe snd_pcm_open(&opened, name, SND_PCM_STREAM_CAPTURE, CInt(SND_PCM_NONBLOCK))
  guard error >= 0, let handle = unsafe opened else {
    throw .cannotOpen(device: name, reason: openingReason(error))
  }
  return unsafe handle
}

/// Evaluated once, has ALSA print nothing of its own: of each device that is absent it would write seven
/// lines to standard error, whenever it is tried again.
private let silenceALSA: Void = silence_alsa()

/// What ALSA says of a device that it does not open, and what helps.
func openingReason(_ error: CInt) -> String {
  switch -error {
  case EBUSY: "another program records from it; end that, or let both use a shared device of ALSA's"
  case EACCES, EPERM: "this user may not; add it to the group audio"
  case ENOENT, ENODEV:
    "\(alsaReason(error)); `earshot doctor audio` lists the devices that are here"
  default: alsaReason(error)
  }
}

/// What ALSA says of an error.
func alsaReason(_ error: CInt) -> String {
  unsafe snd_strerror(error).map { unsafe String(cString: $0) } ?? "error \(error)"
}
