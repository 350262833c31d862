import Foundation
import GRDB
import TestSupport
import Testing

@testable import Actions

/// Messages that wait for a broker, on a disk that fills, breaks and is shared.
@Suite struct OutboxTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.path("messages") }

  private func outbox(mostMessages: Int = 100, mostBytes: Int = 1 << 20) throws -> Outbox {
    var settings = MQTTSettings(host: "h", topic: "t", store: path)
    settings.mostMessages = mostMessages
    settings.mostBytes = mostBytes
    return try Outbox(settings)
  }

  private func payloads(_ outbox: Outbox, after sequence: Int64 = 0) throws -> [String] {
    try outbox.messages(after: sequence, limit: 1000)
      .map { String(decoding: $0.payload, as: UTF8.self) }
  }

  private func add(_ numbers: Range<Int>, to outbox: Outbox) throws {
    for number in numbers { try outbox.add("event", Data("\(number)".utf8)) }
  }

  @Test func `messages outlive the program, in their order, until they are delivered`() throws {
    let first = try outbox()
    try add(0..<5, to: first)
    try first.remove([2, 4])
    #expect(first.waiting == 3)
    first.close()
    let second = try outbox()
    #expect(second.waiting == 3)
    try add(5..<7, to: second)
    #expect(try payloads(second) == ["0", "2", "4", "5", "6"])
    #expect(try second.messages(after: 3, limit: 2).map(\.sequence) == [5, 6])
    try second.remove([1, 3, 5, 6, 7])
    #expect(second.waiting == 0)
    second.close()
  }

  @Test func `of too many messages, or too many bytes, the oldest go and are counted`() throws {
    let few = try outbox(mostMessages: 3)
    try add(0..<10, to: few)
    #expect(try payloads(few) == ["7", "8", "9"])
    #expect(few.dropped == 7 && few.waiting == 3)
    few.close()
    let small = try outbox(mostBytes: 25)
    try small.add("event", Data(repeating: 65, count: 20))
    #expect(small.dropped == 0 && small.waiting == 4)
    try small.add("event", Data(repeating: 66, count: 10))
    #expect(small.dropped == 4 && small.waiting == 1)
    // One that is larger than all allowed is kept as long as it is the only one.
    try small.add("event", Data(repeating: 67, count: 100))
    #expect(small.waiting == 1)
    try add(0..<1, to: small)
    #expect(try payloads(small) == ["0"])
    small.close()
  }

  @Test func `while the disk takes nothing, messages are kept in memory and their order holds`()
    throws
  {
    let outbox = try outbox()
    try add(0..<3, to: outbox)
    // As a full disk does, but for every page.
    try outbox.store.setFull(true)
    for number in 3..<6 {
      #expect(throws: ActionError.self) { try add(number..<number + 1, to: outbox) }
    }
    #expect(outbox.waiting == 6)
    #expect(try payloads(outbox) == ["0", "1", "2", "3", "4", "5"])
    #expect(throws: ActionError.self) { try outbox.remove([1, 4]) }
    #expect(outbox.waiting == 4)
    #expect(try payloads(outbox) == ["1", "2", "4", "5"])
    try outbox.store.setFull(false)
    try add(6..<7, to: outbox)
    try outbox.remove([])
    #expect(outbox.waiting == 5)
    #expect(try payloads(outbox) == ["1", "2", "4", "5", "6"])
    outbox.close()
    let again = try self.outbox()
    #expect(try payloads(again) == ["1", "2", "4", "5", "6"])
    again.close()
  }

  @Test func `two stations do not share a file`() throws {
    let first = try outbox()
    #expect(throws: ActionError.storeInUse(path: path)) { try outbox() }
    first.close()
    try outbox().close()
  }

  @Test func `another program's database is left as it is`() throws {
    let other = try DatabaseQueue(path: path)
    try other.write { try $0.execute(sql: "CREATE TABLE event (id INTEGER PRIMARY KEY)") }
    try other.close()
    let before = try Data(contentsOf: URL(filePath: path))
    #expect(
      throws: ActionError.store(path: path, reason: "it is a database of something else")
    ) { try outbox() }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["messages"])
  }

  @Test func `a damaged file is moved aside and told of`() throws {
    let first = try outbox()
    try add(0..<3, to: first)
    first.close()
    try Data("this is no database, and never was one, whatever its name says".utf8)
      .write(to: URL(filePath: path))
    let second = try outbox()
    #expect(second.store.damaged == path + ".damaged-1")
    #expect(second.waiting == 0)
    try add(0..<3, to: second)
    #expect(try payloads(second) == ["0", "1", "2"])
    second.close()
    #expect(FileManager.default.fileExists(atPath: path + ".damaged-1"))
  }

  @Test func `any byte that is damaged ends neither the station nor its messages to come`() throws {
    let first = try outbox()
    try add(0..<50, to: first)
    first.close()
    let whole = try Data(contentsOf: URL(filePath: path))
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      var broken = whole
      let start = Int.random(in: 0..<broken.count, using: &random)
      for index in start..<min(start + 300, broken.count) {
        broken[index] = UInt8.random(in: 0...255, using: &random)
      }
      try broken.write(to: URL(filePath: path))
      let outbox = try outbox()
      // It may be found out only when it is read.
      try? add(100..<101, to: outbox)
      if let found = try? payloads(outbox) { #expect(found.last == "100", "seed \(seed)") }
      outbox.close()
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
        try FileManager.default.removeItem(atPath: folder.path(name))
      }
    }
  }

  @Test func `what cannot be a store is named`() {
    #expect(throws: ActionError.self) { try Outbox(MQTTSettings(host: "h", topic: "t", store: "")) }
    let error = #expect(throws: ActionError.self) {
      try Outbox(MQTTSettings(host: "h", topic: "t", store: "/no/such/messages"))
    }
    #expect(error?.description.hasPrefix("/no/such/messages: messages cannot be kept here") == true)
  }
}

extension MessageStore {
  /// Lets no message in or out, or any.
  fileprivate func setFull(_ isFull: Bool) throws {
    try queue.write { db in
      for change in ["INSERT", "DELETE"] {
        try db.execute(
          sql: isFull
            ? "CREATE TRIGGER \(change)_full BEFORE \(change) ON message BEGIN SELECT RAISE(ABORT, 'full'); END"
            : "DROP TRIGGER \(change)_full")
      }
    }
  }
}

/// Settings that cannot be.
@Suite struct MQTTSettingsTests {
  @Test(arguments: ["", "a/+", "#", "a/#/b", "/a", "a/", "a\0b"])
  func `what is no topic to publish under is refused`(topic: String) {
    #expect(throws: ActionError.topic(topic)) {
      try MQTTSettings(host: "h", topic: topic, store: "s").check()
    }
  }

  @Test func `so are a broker, a port, a password without a user, and times that cannot be`() throws
  {
    func check(_ change: (inout MQTTSettings) -> Void) throws {
      var settings = MQTTSettings(host: "h", topic: "t", store: "s")
      change(&settings)
      try settings.check()
    }
    try check { _ in }
    #expect(throws: ActionError.brokerName("")) { try check { $0.host = "" } }
    #expect(throws: ActionError.brokerPort(0)) { try check { $0.port = 0 } }
    #expect(throws: ActionError.brokerPort(65_536)) { try check { $0.port = 65_536 } }
    #expect(throws: ActionError.self) { try check { $0.password = "p" } }
    #expect(throws: ActionError.self) { try check { $0.keepAlive = 4 } }
    #expect(throws: ActionError.self) { try check { $0.clientID = "" } }
    #expect(throws: ActionError.self) { try check { $0.mostBytes = 0 } }
    #expect(throws: ActionError.self) { try check { $0.longestPause = 0.5 } }
    #expect(throws: ActionError.self) { try check { $0.discoveryPrefix = "#" } }
  }

  @Test func `ports are the customary ones, and ids short and each topic's own`() {
    let plain = MQTTSettings(host: "h", topic: "a", store: "s")
    let safe = MQTTSettings(host: "h", security: .systemAuthorities, topic: "b", store: "s")
    #expect(plain.port == 1883 && safe.port == 8883)
    #expect(plain.clientID.utf8.count == 23 && plain.clientID != safe.clientID)
    func id(_ machine: String, _ topic: String) -> String {
      MQTTSettings(host: "h", topic: topic, store: "s", machine: machine).clientID
    }
    #expect(id("1", "earshot") == id("1", "earshot"), "the same after a restart")
    #expect(Set([id("1", "earshot"), id("2", "earshot"), id("1", "pond")]).count == 3)
  }
}
