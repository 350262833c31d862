import CFFTW

/// A buffer for FFTW, zeros at first, freed when it leaves its scope.
///
/// All of them have FFTW's own alignment, so that a plan made on one buffer runs, and rounds, the
/// same on any other.
@safe package struct AlignedFloats: ~Copyable, @unchecked Sendable {
  // Sendable, because this value alone owns the memory and cannot be copied.
  package let base: UnsafeMutablePointer<Float>
  package let count: Int

  package init(count: Int) {
    guard let base = unsafe fftwf_alloc_real(count) else {
      preconditionFailure("no memory for \(count) samples")
    }
    unsafe base.initialize(repeating: 0, count: count)
    unsafe self.base = base
    self.count = count
  }

  deinit { unsafe fftwf_free(base) }
}
