import AllocationCounter
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import AudioCapture

/// A writer that never waits and a reader that is slow at random.
@Suite struct BlockRingTests {
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `what the reader takes and what the writer lost is all there was, in order`(seed: UInt64)
    throws
  {
    let ring = BlockRing(blockBytes: 64, capacity: 8)
    let isDone = Atomic<Bool>(false)
    let sent = 20_000
    let thread = Thread {
      var random = SplitMix64(seed: seed)
      var lost: Int64 = 0
      for number in 0..<sent {
        if let room = unsafe ring.reserve() {
          unsafe room.copyBytes(
            from: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 64))
          ring.commit(BlockRing.Header(position: Int64(number), frames: 1, lost: lost))
          lost = 0
        } else {
          lost += 1
          if Bool.random(using: &random) { usleep(20) }
        }
        if Int.random(in: 0...500, using: &random) == 0 { usleep(50) }
      }
      // The last ones are waited for, so that the sum closes.
      while lost > 0 {
        guard let room = unsafe ring.reserve() else { continue }
        unsafe room.copyBytes(from: [UInt8](repeating: 0xEE, count: 64))
        ring.commit(BlockRing.Header(position: Int64(sent), frames: 0, lost: lost))
        lost = 0
      }
      isDone.store(true, ordering: .releasing)
    }
    thread.start()
    var random = SplitMix64(seed: seed + 100)
    var next: Int64 = 0
    var (taken, lost) = (0, 0)
    while true {
      let wasDone = isDone.load(ordering: .acquiring)
      let block = unsafe ring.take { header, bytes in
        (header, unsafe Set(bytes.prefix(64)))
      }
      guard let block else {
        if wasDone { break }
        continue
      }
      #expect(block.0.position == next + block.0.lost)
      lost += Int(block.0.lost)
      next = block.0.position + Int64(block.0.frames)
      taken += block.0.frames
      let mark = block.0.frames == 0 ? 0xEE : UInt8(truncatingIfNeeded: block.0.position)
      try #require(block.1 == [mark], "a block is whole")
      if Int.random(in: 0...100, using: &random) == 0 { usleep(100) }
    }
    #expect(taken + lost == sent)
    #expect(lost > 0 && taken > 1000)
  }

  @Test(.enabled(if: counts_allocations(), "a sanitizer has the allocator"))
  func `nothing is allocated between writing and reading`() {
    let ring = BlockRing(blockBytes: 256, capacity: 4)
    let before = allocation_count()
    var taken = 0
    for number in 0..<1000 {
      guard unsafe ring.reserve() != nil else { continue }
      ring.commit(BlockRing.Header(position: Int64(number), frames: 1))
      taken += unsafe ring.take { header, _ in header.frames } ?? 0
    }
    #expect(allocation_count() == before)
    #expect(taken == 1000)
  }
}
