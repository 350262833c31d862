public import AudioIO

/// A clip on its way to the disk.
public struct Clip: Sendable, Hashable {
  /// What is known of it, and its name's source.
  public var facts: ClipFacts
  /// Its sound, one channel at the stream's own rate.
  public var samples: ClipSamples

  /// - Parameter samples: As many as `facts.range` has.
  public init(facts: ClipFacts, samples: ClipSamples) {
    self.facts = facts
    self.samples = samples
  }
}

/// What a ``ClipWriter`` tells, from its own thread.
public enum ClipReport: Sendable, Hashable {
  /// The clip is on the disk.
  /// - Parameters:
  ///   - path: Below the folder of clips: `2026-06-07/….flac`.
  ///   - bytes: Of the file.
  case written(ClipFacts, path: String, bytes: Int64)
  /// The clip is lost, and why.
  case notWritten(ClipFacts, ClipLoss)
  /// From now on clips are not written, or every one fails; told once.
  case troubled(ClipTrouble)
  /// All is well again; meanwhile so many clips were lost.
  case recovered(lost: Int)
}

/// Why a clip was not written.
public enum ClipLoss: Sendable, Hashable {
  /// The queue was full.
  case shed
  /// No clips are written now.
  case suspended(ClipTrouble)
  /// Writing it failed.
  case failed(AudioError)
  /// The station ended before its turn came.
  case stopped
}

/// Why clips are not written.
public enum ClipTrouble: Sendable, Hashable, CustomStringConvertible {
  /// Less is free than must stay free; bytes.
  case lowSpace(free: Int64, floor: Int64)
  /// Whoever runs the writer wants it so.
  case asked(String)
  /// The disk refuses.
  case failing(AudioError)

  public var description: String {
    switch self {
    case .lowSpace(let free, let floor):
      "a clip does not fit: \(ByteCount(free)) are free, of which \(ByteCount(floor)) must stay so; "
        + "clips are written again when there is more"
    case .asked(let reason): reason
    case .failing(let error): error.description
    }
  }

  /// Whether it is the same trouble still, whatever its figures are.
  func isLike(_ other: Self) -> Bool {
    switch (self, other) {
    case (.lowSpace, .lowSpace), (.failing, .failing): true
    case (.asked(let reason), .asked(let other)): reason == other
    default: false
    }
  }
}
