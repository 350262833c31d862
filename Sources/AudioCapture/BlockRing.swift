import Glibc
import Synchronization

/// Blocks of sound from one thread to another: one writes, one reads, neither waits for the other, and
/// nothing is allocated once the ring is made.
///
/// The writer fills the next block's memory itself, so that a driver can write there. If the reader is
/// so far behind that there is none, the writer is told so, and what it loses it counts.
// Sendable although it holds memory: a block belongs to the writer until it is committed and to the
// reader until it is released, and the counters order that.
@safe final class BlockRing: @unchecked Sendable {
  /// What is known of a block beside its bytes.
  struct Header {
    /// Of its first frame, in the stream.
    var position: Int64 = 0
    var frames = 0
    /// Frames lost since the block before, and why.
    var lost: Int64 = 0
    var loss = Loss.overrun
    /// When its last frame had sounded, as far as is known then.
    var instant = ClockReading()
  }

  let blockBytes: Int
  let capacity: Int
  private let memory: UnsafeMutableRawBufferPointer
  private let headers: UnsafeMutableBufferPointer<Header>
  /// Blocks committed and blocks released since the beginning; each is written by one side alone.
  private let committed = Atomic<Int>(0)
  private let released = Atomic<Int>(0)

  /// - Parameters:
  ///   - blockBytes: Of each block.
  ///   - capacity: Blocks that can wait for the reader.
  init(blockBytes: Int, capacity: Int) {
    precondition(blockBytes > 0 && capacity > 1, "a ring has blocks")
    self.blockBytes = blockBytes
    self.capacity = capacity
    // Pages of its own: the heap would keep a few rings of this size when they are gone, one for each way
    // in which a device that is opened anew finds it divided.
    let pages = unsafe mmap(
      nil, blockBytes * capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let pages = unsafe pages, unsafe pages != MAP_FAILED else {
      preconditionFailure("no memory for \(capacity) blocks")
    }
    unsafe memory = UnsafeMutableRawBufferPointer(start: pages, count: blockBytes * capacity)
    // Touched now, not by the thread that must not wait for a page.
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    unsafe headers = .allocate(capacity: capacity)
    unsafe headers.initialize(repeating: Header())
  }

  deinit {
    unsafe munmap(memory.baseAddress, memory.count)
    unsafe headers.deallocate()
  }

  /// Blocks that wait for the reader.
  var count: Int {
    committed.load(ordering: .acquiring) - released.load(ordering: .acquiring)
  }

  // MARK: - The writer's side

  /// The next block's memory, until it is committed; `nil` if all wait to be read.
  func reserve() -> UnsafeMutableRawBufferPointer? {
    let next = committed.load(ordering: .relaxed)
    guard next - released.load(ordering: .acquiring) < capacity else { return nil }
    let start = next % capacity * blockBytes
    return unsafe UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + blockBytes])
  }

  /// Hands the reserved block over.
  func commit(_ header: Header) {
    let next = committed.load(ordering: .relaxed)
    unsafe headers[next % capacity] = header
    committed.store(next + 1, ordering: .releasing)
  }

  // MARK: - The reader's side

  /// Takes the oldest block; its bytes are valid until `body` returns.
  /// - Returns: `nil` if there is none.
  func take<Result>(_ body: (Header, UnsafeRawBufferPointer) -> Result) -> Result? {
    let next = released.load(ordering: .relaxed)
    guard committed.load(ordering: .acquiring) > next else { return nil }
    defer { released.store(next + 1, ordering: .releasing) }
    let start = next % capacity * blockBytes
    return unsafe body(
      headers[next % capacity],
      UnsafeRawBufferPointer(rebasing: memory[start..<start + blockBytes]))
  }
}

/// Why frames inside a stream are missing.
public enum Loss: Sendable, Hashable {
  /// The device's own buffer ran over: this machine did not fetch them in time.
  case overrun
  /// The device gave nothing for a while, and left it out.
  case stalled
  /// The ring ran over: what takes the sound is too slow.
  case backlog
}
