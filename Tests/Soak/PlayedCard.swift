import Foundation
import SimulatedCard
import TestSupport

/// A simulated sound card that plays an input's sound, round and round, and can be pulled out.
@safe final class PlayedCard {
  let input: SoakSettings.Input
  private let system: SystemFolder
  private let cards: String
  private let control: UnsafeMutablePointer<simulated_card>
  /// Of the card as the kernel counts them; `nil` while it is pulled out.
  private(set) var number: Int?

  /// Seconds after which the sound begins anew.
  private static let soundSeconds = 900.0

  init(_ input: SoakSettings.Input, _ settings: SoakSettings, in folder: SoakFolder) throws {
    self.input = input
    system = SystemFolder(path: folder.system)
    cards = folder.cards
    let own = "\(folder.cards)/\(input.name)"
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    let scene = TestScene.busy(
      rate: input.rate, seconds: Self.soundSeconds, seed: settings.seed &* 31 &+ UInt64(input.rate))
    let bytes = scene.samples().flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    try Data(bytes).write(to: URL(filePath: own + "/sound.raw"))
    guard let control = unsafe simulated_card_create(own) else {
      throw CocoaError(.fileWriteUnknown)
    }
    unsafe self.control = control
    let second = Double(input.rate) * 2
    unsafe control.pointee.speed = settings.speed
    unsafe control.pointee.sound_channels = 1
    unsafe control.pointee.only_rate = Int32(input.rate)
    unsafe control.pointee.least_buffer_bytes = Int32(settings.bufferSeconds * second)
    unsafe control.pointee.least_period_bytes = Int32(settings.periodSeconds * second)
  }

  deinit { unsafe simulated_card_close(control) }

  /// What finds the cards of a run.
  static func configuration(of folder: SoakFolder, plugin: String) -> String {
    """
    pcm_type.simulated { lib "\(plugin)" }
    pcm.hw {
      @args [ CARD DEV ]
      @args.CARD { type string default "0" }
      @args.DEV { type integer default 0 }
      type simulated
      folder { @func concat strings [ "\(folder.cards)/" $CARD ] }
    }
    """
  }

  func plugIn(as number: Int) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(cards)/\(number)", withDestinationPath: input.name)
    unsafe control.pointee.is_absent = 0
    try system.attach(input, number: number)
    self.number = number
  }

  func pullOut() throws {
    guard let number else { return }
    unsafe control.pointee.is_absent = 1
    try system.detach(input, number: number)
    try FileManager.default.removeItem(atPath: "\(cards)/\(number)")
    self.number = nil
  }

  // MARK: - Faults

  func overrun() { unsafe control.pointee.overruns += 1 }
  func suspend() { unsafe control.pointee.suspensions += 1 }

  var isStalled: Bool {
    get { unsafe control.pointee.is_stalled != 0 }
    set { unsafe control.pointee.is_stalled = newValue ? 1 : 0 }
  }

  var isSilent: Bool {
    get { unsafe control.pointee.is_silent != 0 }
    set { unsafe control.pointee.is_silent = newValue ? 1 : 0 }
  }

  var stutters: Bool {
    get { unsafe control.pointee.stutters != 0 }
    set { unsafe control.pointee.stutters = newValue ? 1 : 0 }
  }

  // MARK: - What came of them

  /// Frames up to the one that was read last.
  var framesRead: Int64 { unsafe control.pointee.next }
  /// How often it has been started.
  var starts: Int32 { unsafe control.pointee.started }
}
