import Foundation
import TestSupport
import Testing

@testable import NumpyFormat

@Suite struct NumpyWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [0, 1, 9, 10, 12_345], [[], [3], [5, 2, 1]])
  func `rows one by one give the bytes of the whole array`(rows: Int, rowShape: [Int]) throws {
    let size = rowShape.reduce(1, *)
    let values = (0..<rows * size).map { Int8(truncatingIfNeeded: $0 &* 7) }
    var writer = try NumpyWriter(path: folder.path("a.npy"), rowShape: rowShape)
    for row in 0..<rows {
      try writer.append(values.span.extracting(row * size..<(row + 1) * size))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.npy")))
    try writer.finish()
    let whole = NumpyArray(values, shape: [rows] + rowShape)
    #expect(try Data(contentsOf: folder.url.appending(path: "a.npy")) == Data(whole.fileBytes))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.npy"])
  }

  @Test func `rows do not wait in memory for the end`() throws {
    var writer = try NumpyWriter(path: folder.path("a.npy"), rowShape: [100_000])
    let row = [Int8](repeating: 1, count: 100_000)
    for _ in 0..<100 { try writer.append(row.span) }
    let attributes = try FileManager.default.attributesOfItem(
      atPath: folder.path("a.npy.unfinished"))
    let written = try #require(attributes[.size] as? Int)
    // But for one block.
    #expect(written > 100 * 100_000 - (2 << 20))
    try writer.finish()
  }

  @Test func `what is not finished leaves nothing, and what was there stays`() throws {
    try Data("old".utf8).write(to: folder.url.appending(path: "a.npy"))
    do {
      var writer = try NumpyWriter(path: folder.path("a.npy"), rowShape: [1])
      try writer.append(([1] as [Int8]).span)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.npy"])
    #expect(try Data(contentsOf: folder.url.appending(path: "a.npy")) == Data("old".utf8))
  }

  @Test func `a file that cannot be written is named`() throws {
    let error = try #require(throws: NumpyError.self) {
      _ = try NumpyWriter(path: folder.path("none/a.npy"), rowShape: [1])
    }
    #expect(error.description.hasPrefix("\(folder.path("none/a.npy")): cannot be written: "))
    let other = try #require(throws: NumpyError.self) {
      try NumpyArray([1] as [Int8], shape: [1]).write(to: folder.path("none/a.npy"))
    }
    #expect(other.description.hasPrefix("\(folder.path("none/a.npy")): cannot be written: "))
  }
}
