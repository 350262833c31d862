public import AudioIO
import Foundation

/// How a head is trained. The same clips and settings give the same files, with any number of jobs.
public struct TrainingSettings: Sendable, Hashable {
  /// Decides what is drawn: folds, noise, shifts, the first weights of a hidden layer.
  public var seed: UInt64 = 1
  /// Rectified units between the embedding and the classes; nil for none.
  public var hiddenUnits: Int?
  /// Copies of each clip that are quieter or louder, shifted and in noise, beside the clip itself.
  public var copies = 3
  /// Parts of the cross-validation, at least 2, where the listing has none.
  public var folds = 5
  /// Of the clips that reach a class's threshold this share shall be right, 0…1.
  public var precision = 0.8
  /// The channel of each clip.
  public var stream = ChannelStream.channel(0)
  /// Threads, at least 1.
  public var jobs = 1

  /// What `earshot train` does without options.
  public init() {}

  /// Clips that a class needs at least.
  public static let fewestClips = 2
  /// Below so many clips a class is warned of.
  public static let desirableClips = 10
}
