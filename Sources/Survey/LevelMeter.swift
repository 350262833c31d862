import Foundation

/// How loud a stretch of sound is, and how much of it is worthless.
///
/// Meters of neighbouring stretches are added in their order, so that the figures of a recording do
/// not depend on who measured which stretch.
package struct LevelMeter: Sendable, Hashable {
  package private(set) var samples: Int64 = 0
  private(set) var clipped: Int64 = 0
  private(set) var zeros: Int64 = 0
  private var sumOfSquares = 0.0

  /// The largest positive sample of 16-bit sound; finer encodings clip at or above it.
  static let clippingLevel: Float = 32767 / 32768

  package init() {}

  package mutating func measure(_ sound: Span<Float>) {
    samples += Int64(sound.count)
    let lanes = SIMD8<Float>.scalarCount
    var (zeroLanes, clippedLanes) = (SIMD8<Int32>.zero, SIMD8<Int32>.zero)
    var squares = SIMD8<Double>.zero
    var index = 0
    while index + lanes <= sound.count {
      let values = unsafe sound.bytes.unsafeLoadUnaligned(
        fromByteOffset: index * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
      zeroLanes.replace(with: zeroLanes &+ 1, where: values .== 0)
      let isClipped = values .>= Self.clippingLevel .| values .<= -Self.clippingLevel
      clippedLanes.replace(with: clippedLanes &+ 1, where: isClipped)
      let doubles = SIMD8<Double>(values)
      squares += doubles * doubles
      index += lanes
    }
    zeros += Int64(zeroLanes.wrappedSum())
    clipped += Int64(clippedLanes.wrappedSum())
    sumOfSquares += squares.sum()
    while index < sound.count {
      let sample = sound[index]
      index += 1
      if sample == 0 { zeros += 1 }
      if sample.magnitude >= Self.clippingLevel { clipped += 1 }
      sumOfSquares += Double(sample) * Double(sample)
    }
  }

  package static func += (total: inout LevelMeter, next: LevelMeter) {
    total.samples += next.samples
    total.clipped += next.clipped
    total.zeros += next.zeros
    total.sumOfSquares += next.sumOfSquares
  }

  /// Root mean square in dB below full scale: a square wave of full scale has 0. `nil` for silence.
  package var decibels: Double? {
    sumOfSquares > 0 ? 10 * log10(sumOfSquares / Double(samples)) : nil
  }
  /// Share of samples at full scale, 0…1.
  package var clippedShare: Double { samples > 0 ? Double(clipped) / Double(samples) : 0 }
  /// Share of samples that are exactly 0: a recorder that fell silent, or a file of holes.
  var zeroShare: Double { samples > 0 ? Double(zeros) / Double(samples) : 0 }
}
