import CFFTW
import Synchronization

/// The discrete Fourier transform of real samples, FFTW's, shared by all threads.
@safe package final class RealFourierTransform: @unchecked Sendable {
  // Sendable, because the plan is not written once it is made, and FFTW's documentation
  // ("Thread safety") says that fftwf_execute_dft_r2c may run from several threads at once.
  private let plan: fftwf_plan

  /// Samples in; even.
  package let length: Int
  /// Complex values out.
  package var bins: Int { length / 2 + 1 }

  // All of FFTW but the execute functions works on one state of the process.
  fileprivate static let planning = Mutex(())

  package init(length: Int) {
    precondition(length >= 2 && length.isMultiple(of: 2), "transform of length \(length)")
    self.length = length
    let samples = AlignedFloats(count: length)
    let spectrum = AlignedFloats(count: length + 2)
    // Measured plans differ from process to process, and the last bits of the results with them.
    let flags = FFTW_ESTIMATE | FFTW_PRESERVE_INPUT
    let plan = unsafe Self.planning.withLock { _ in
      unsafe fftwf_plan_dft_r2c_1d(
        Int32(length), samples.base, Self.complex(spectrum), UInt32(flags))
    }
    guard let plan = unsafe plan else {
      preconditionFailure("FFTW has no plan for length \(length)")
    }
    unsafe self.plan = plan
  }

  deinit {
    Self.planning.withLock { _ in unsafe fftwf_destroy_plan(plan) }
  }

  /// - Parameters:
  ///   - samples: `length` values, left as they are.
  ///   - spectrum: `bins` pairs of real and imaginary part.
  package func execute(_ samples: borrowing AlignedFloats, into spectrum: borrowing AlignedFloats) {
    precondition(samples.count == length && spectrum.count == 2 * bins, "buffers of another size")
    unsafe fftwf_execute_dft_r2c(plan, samples.base, Self.complex(spectrum))
  }

  fileprivate static func complex(
    _ spectrum: borrowing AlignedFloats
  ) -> UnsafeMutablePointer<fftwf_complex> {
    unsafe UnsafeMutableRawPointer(spectrum.base).assumingMemoryBound(to: fftwf_complex.self)
  }
}

/// The way back from a spectrum to real samples, FFTW's; each is `length` times as large as it was.
@safe package final class InverseFourierTransform: @unchecked Sendable {
  // Sendable for the reasons of the transform above.
  private let plan: fftwf_plan
  /// Samples out; even.
  package let length: Int

  package init(length: Int) {
    precondition(length >= 2 && length.isMultiple(of: 2), "transform of length \(length)")
    self.length = length
    let samples = AlignedFloats(count: length)
    let spectrum = AlignedFloats(count: length + 2)
    let plan = unsafe RealFourierTransform.planning.withLock { _ in
      unsafe fftwf_plan_dft_c2r_1d(
        Int32(length), RealFourierTransform.complex(spectrum), samples.base, FFTW_ESTIMATE)
    }
    guard let plan = unsafe plan else {
      preconditionFailure("FFTW has no plan for length \(length)")
    }
    unsafe self.plan = plan
  }

  deinit {
    RealFourierTransform.planning.withLock { _ in unsafe fftwf_destroy_plan(plan) }
  }

  /// - Parameters:
  ///   - spectrum: `length / 2 + 1` pairs of real and imaginary part; of no use afterwards.
  ///   - samples: `length` values.
  package func execute(
    _ spectrum: borrowing AlignedFloats, into samples: borrowing AlignedFloats
  ) {
    precondition(
      samples.count == length && spectrum.count == length + 2, "buffers of another size")
    unsafe fftwf_execute_dft_c2r(plan, RealFourierTransform.complex(spectrum), samples.base)
  }
}
