import AudioIO
import EventDetection
import Foundation
import TestSupport
import Testing

@testable import Station

/// A disk that is really full: a file system of two megabytes in memory.
@Suite(.slow, .enabled(if: SmallDisk.canBeMade, "needs the right to mount a file system"))
struct FullDiskTests {
  private func clip(_ number: Int64) -> Clip {
    var random = SplitMix64(seed: UInt64(number))
    // Noise of 200 kB that FLAC makes no smaller.
    let samples = (0..<100_000).map { _ in Int16.random(in: .min ... .max, using: &random) }
    var facts = ClipFactsTests.facts(
      score: Float(number) / 200, startedAt: 1_780_802_055_000_000 + number * 1_000_000)
    facts.range = SampleRange(start: 0, end: Int64(samples.count))
    return Clip(facts: facts, samples: .integer16(samples))
  }

  @Test func `a full disk costs clips, leaves no halves, and heals when there is room`() throws {
    let disk = try SmallDisk(megabytes: 2)
    let writer = ClipWriter(disk: .folder(disk.path), queueBytes: 1 << 30, freeFloor: 0) { _ in }
    // What the floor does not see: the estimate fits, the file does not quite.
    for number in 0..<20 as Range<Int64> { writer.offer(clip(number)) }
    #expect(writer.stop(within: 60))
    let counts = writer.counts
    #expect(counts.written > 5 && counts.failed + counts.suspended > 5)
    #expect(counts.written + counts.failed + counts.suspended == 20)
    try expectWhole(disk, count: counts.written)
  }

  @Test func `the writing itself meets the full disk`() throws {
    let disk = try SmallDisk(megabytes: 2)
    var written = 0
    var failures: [AudioError] = []
    for number in 0..<20 as Range<Int64> {
      let clip = clip(number)
      do throws(AudioError) {
        _ = try ClipDisk.folder(disk.path).write(clip, clip.facts.name)
        written += 1
      } catch { failures.append(error) }
    }
    #expect(written > 5 && failures.count > 5)
    for failure in failures {
      guard case .diskFull = failure else {
        Issue.record("\(failure)")
        continue
      }
    }
    try expectWhole(disk, count: written)

    // Retention makes room for the next.
    let folder = ClipFolder.at(disk.path)
    let files = try folder.contents().files
    let rows = files.sorted { $0.path < $1.path }.enumerated().map { index, file in
      ListedClip(
        id: Int64(index), path: file.path, taxon: "raven", score: Float(index) / 200,
        startedAt: 1_780_802_055_000_000, isLocked: false, bytes: file.bytes)
    }
    let limits = RetentionLimits(
      days: nil, bytes: nil, freeFloor: 500_000, bestOfEach: 2, recentDays: 0)
    let report = try Retention.run(
      clips: rows, folder: folder, limits: limits, now: 1_781_802_055_000_000)
    #expect(report.deleted.map(\.id) == [0, 1, 2] && report.shortfall == nil)
    let next = clip(30)
    #expect(throws: Never.self) {
      try ClipDisk.folder(disk.path).write(next, next.facts.name)
    }
    try expectWhole(disk, count: written - 2)
  }

  /// So many clips lie on the disk, each whole, and nothing else.
  private func expectWhole(_ disk: SmallDisk, count: Int) throws {
    let contents = try ClipFolder.at(disk.path).contents()
    #expect(contents.files.count == count && contents.foreign == 0)
    for file in contents.files {
      #expect(!file.isUnfinished)
      let sound = try SoundFile(path: "\(disk.path)/\(file.path)")
      #expect(sound.frames == 100_000 && sound.ending == .complete)
    }
  }
}

/// A file system in memory, gone when the value goes.
private final class SmallDisk {
  private let folder: TemporaryFolder

  var path: String { folder.url.path }

  init(megabytes: Int) throws {
    folder = try TemporaryFolder()
    guard Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path) else {
      throw POSIXError(.EPERM)
    }
  }

  deinit { _ = Self.run("umount", path) }

  static let canBeMade: Bool = geteuid() == 0 && (try? SmallDisk(megabytes: 1)) != nil

  private static func run(_ tool: String, _ arguments: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [tool] + arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
