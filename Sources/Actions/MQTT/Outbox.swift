import Foundation
import Synchronization

/// What the broker does not have yet: on disk, and in memory while the disk takes nothing.
final class Outbox: Sendable {
  private struct State {
    var size: MessageStore.Size
    /// Later than all on disk.
    var inMemory: [StoredMessage] = []
    /// The broker has them, but the disk could not be told yet.
    var delivered: Set<Int64> = []
    var last: Int64
    var dropped = 0
  }

  private static let mostInMemory = 1000

  let store: MessageStore
  private let path: String
  private let mostMessages: Int
  private let mostBytes: Int
  private let state: Mutex<State>

  /// - Throws: ``ActionError/store(path:reason:)``, ``ActionError/storeInUse(path:)``.
  init(_ settings: MQTTSettings) throws(ActionError) {
    path = settings.store
    mostMessages = settings.mostMessages
    mostBytes = settings.mostBytes
    store = try MessageStore(path: settings.store)
    let size: MessageStore.Size
    do {
      size = try store.size()
    } catch {
      throw .store(path: path, reason: "\(error)")
    }
    state = Mutex(State(size: size, last: size.last))
  }

  var waiting: Int {
    state.withLock { max(0, $0.size.messages + $0.inMemory.count - $0.delivered.count) }
  }

  var dropped: Int { state.withLock { $0.dropped } }

  /// Keeps a message. If the disk does not take it, it is kept in memory, and the error thrown.
  func add(_ subtopic: String, _ payload: Data) throws(ActionError) {
    try state.withLock { state throws(ActionError) in
      state.last += 1
      state.inMemory.append(
        StoredMessage(sequence: state.last, subtopic: subtopic, payload: payload))
      try toDisk(&state)
    }
  }

  private func toDisk(_ state: inout State) throws(ActionError) {
    do {
      let (size, dropped) = try store.add(
        state.inMemory, mostMessages: mostMessages, mostBytes: mostBytes)
      state.size = size
      state.dropped += dropped
      state.inMemory = []
    } catch {
      if state.inMemory.count > Self.mostInMemory {
        state.inMemory.removeFirst()
        state.dropped += 1
      }
      throw .store(path: path, reason: "\(error); they are kept in memory")
    }
  }

  /// The first messages after one, in their order, without those that the broker has.
  func messages(after sequence: Int64, limit: Int) throws(ActionError) -> [StoredMessage] {
    try state.withLock { state throws(ActionError) in
      var found: [StoredMessage] = []
      var after = sequence
      do {
        while found.count < limit {
          let more = try store.messages(after: after, limit: limit)
          guard let last = more.last else { break }
          found += more.filter { !state.delivered.contains($0.sequence) }
          after = last.sequence
        }
      } catch {
        throw .store(path: path, reason: "\(error)")
      }
      found += state.inMemory.filter { $0.sequence > sequence }
      return Array(found.prefix(limit))
    }
  }

  /// Forgets messages that the broker has. What the disk does not forget is sent again after a restart.
  func remove(_ sequences: [Int64]) throws(ActionError) {
    try state.withLock { state throws(ActionError) in
      let inMemory = Set(state.inMemory.map(\.sequence))
      state.inMemory.removeAll { sequences.contains($0.sequence) }
      state.delivered.formUnion(sequences.filter { !inMemory.contains($0) })
      do {
        try store.remove(state.delivered)
        state.delivered = []
        state.size = try store.size()
      } catch {
        throw .store(path: path, reason: "\(error)")
      }
    }
  }

  /// Lets others have the file. Whoever uses this afterwards gets errors.
  func close() {
    state.withLock { state in
      // What could not be forgotten, for the last time.
      if !state.delivered.isEmpty { try? store.remove(state.delivered) }
      try? store.close()
    }
  }
}
