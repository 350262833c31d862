import CSndFile

/// libsndfile's encoder of one mono FLAC stream; closed when it leaves its scope.
@safe struct FlacEncoder: ~Copyable {
  private let output: FlacOutput
  private var handle: OpaquePointer?

  /// - Throws: ``AudioError/notWritten(path:reason:)``.
  init(
    _ output: FlacOutput, path: String, sampleRate: Int, bits: Int
  ) throws(AudioError) {
    self.output = output
    var info = SF_INFO()
    info.samplerate = Int32(clamping: sampleRate)
    info.channels = 1
    info.format = Int32(SF_FORMAT_FLAC | (bits == 16 ? SF_FORMAT_PCM_16 : SF_FORMAT_PCM_24))
    var callbacks = FlacOutput.callbacks
    guard unsafe sf_format_check(&info) == 1,
      let handle = unsafe sf_open_virtual(
        &callbacks, Int32(SFM_WRITE), &info, output.userData)
    else {
      throw .notWritten(path: path, reason: "FLAC holds no sound of \(sampleRate) Hz")
    }
    unsafe self.handle = handle
  }

  deinit { if let handle = unsafe handle { unsafe sf_close(handle) } }

  /// Sets a comment; before the first sample.
  mutating func set(_ kind: Int, _ text: String?) {
    if let text { unsafe sf_set_string(handle, Int32(kind), text) }
  }

  /// Writes the next samples, after which ``FlacOutput/failure`` tells whether it went well.
  mutating func write(_ samples: Span<Int16>) {
    unsafe samples.withUnsafeBufferPointer {
      _ = unsafe sf_write_short(handle, $0.baseAddress, sf_count_t($0.count))
    }
  }

  /// As above, of values in the upper 24 bits.
  mutating func write(_ samples: Span<Int32>) {
    unsafe samples.withUnsafeBufferPointer {
      _ = unsafe sf_write_int(handle, $0.baseAddress, sf_count_t($0.count))
    }
  }

  /// Ends the stream: its length and digest are written into its head.
  /// - Returns: What libsndfile complains of.
  mutating func finish() -> String? {
    let complaint = unsafe sf_error(handle) == 0 ? nil : String(cString: sf_strerror(handle))
    let code = unsafe sf_close(handle)
    unsafe handle = nil
    return complaint ?? (code == 0 ? nil : unsafe String(cString: sf_error_number(code)))
  }
}
