import AudioIO
import EventDetection

/// The last seconds of one stream, so that a clip can be cut from before its event was certain.
///
/// Memory: two bytes a sample for a 16-bit source, else four, taken once: 90 s at 48 kHz are 8.6 MB.
/// Nothing is allocated afterwards but what ``extract(_:)`` gives.
struct SoundHistory: ~Copyable {
  /// Samples that it holds at most.
  let capacity: Int
  /// A ring, the sample at position *p* at place *p* mod capacity; of the two, one is empty.
  private var integers: [Int16]
  private var floats: [Float]
  private let isInteger16: Bool
  /// What is held of the lost sound, by start, apart from each other.
  private var lost: [SampleRange] = []
  /// Behind the last sample.
  private(set) var end: Int64 = 0

  /// Losses that are told apart; of more, the last two become one with what lies between.
  static let mostLosses = 256

  /// - Parameters:
  ///   - capacity: Samples.
  ///   - isInteger16: Whether the samples are those of a 16-bit source, as they came; the mean of several
  ///     channels has more bits.
  init(capacity: Int, isInteger16: Bool) {
    precondition(capacity > 0, "a history holds something")
    self.capacity = capacity
    self.isInteger16 = isInteger16
    integers = [Int16](repeating: 0, count: isInteger16 ? capacity : 0)
    floats = [Float](repeating: 0, count: isInteger16 ? 0 : capacity)
    lost.reserveCapacity(Self.mostLosses)
  }

  /// What is held, lost sound with it.
  var range: SampleRange { SampleRange(start: max(end - Int64(capacity), 0), end: end) }

  /// Takes the samples at `position`, full scale ±1; what lies between them and the last ones is lost.
  /// - Precondition: They lie behind the last ones.
  mutating func append(_ samples: Span<Float>, at position: Int64) {
    precondition(position >= end, "samples come in order")
    if position > end { lose(position - end) }
    // Of more than it holds, only the end would stay.
    let skipped = max(samples.count - capacity, 0)
    end += Int64(skipped)
    var place = Int(end % Int64(capacity))
    for index in skipped..<samples.count {
      if isInteger16 {
        integers[place] = Self.integer16(samples[index])
      } else {
        floats[place] = samples[index]
      }
      place = place + 1 == capacity ? 0 : place + 1
    }
    end += Int64(samples.count - skipped)
    forget()
  }

  /// Takes note that so many samples are missing here: they are zeros, and known as lost.
  mutating func lose(_ count: Int64) {
    guard count > 0 else { return }
    let range = SampleRange(start: end, end: end + count)
    if let last = lost.last, last.end == range.start || lost.count == Self.mostLosses {
      lost[lost.count - 1] = last.union(range)
    } else {
      lost.append(range)
    }
    let zeros = min(count, Int64(capacity))
    var place = Int((range.end - zeros) % Int64(capacity))
    for _ in 0..<zeros {
      if isInteger16 { integers[place] = 0 } else { floats[place] = 0 }
      place = place + 1 == capacity ? 0 : place + 1
    }
    end = range.end
    forget()
  }

  /// Drops losses that are no longer held.
  private mutating func forget() {
    let start = range.start
    while let first = lost.first, first.end <= start { lost.removeFirst() }
  }

  /// What was asked for, or what of it is missing.
  enum Extract: Equatable {
    /// The samples, and what of them is silence because it was lost.
    case sound(ClipSamples, lost: [SampleRange])
    /// So many samples are gone at its beginning, and so many have not come yet at its end.
    case missing(gone: Int64, toCome: Int64)
  }

  func extract(_ wanted: SampleRange) -> Extract {
    let gone = min(max(range.start - wanted.start, 0), wanted.count)
    let toCome = min(max(wanted.end - end, 0), wanted.count)
    guard gone == 0, toCome == 0 else { return .missing(gone: gone, toCome: toCome) }
    let missing = lost.filter { $0.overlaps(wanted) }.map {
      SampleRange(start: max($0.start, wanted.start), end: min($0.end, wanted.end))
    }
    let samples: ClipSamples =
      isInteger16 ? .integer16(piece(wanted, of: integers)) : .float(piece(wanted, of: floats))
    return .sound(samples, lost: missing)
  }

  private func piece<Sample>(_ wanted: SampleRange, of ring: [Sample]) -> [Sample] {
    let first = Int(wanted.start % Int64(capacity))
    let count = Int(wanted.count)
    guard first + count > capacity else { return Array(ring[first..<first + count]) }
    return Array(ring[first...]) + ring[..<(first + count - capacity)]
  }

  private static func integer16(_ sample: Float) -> Int16 {
    guard sample == sample else { return 0 }
    return Int16(min(max((sample * 0x1p15).rounded(), -0x1p15), 0x1p15 - 1))
  }
}
