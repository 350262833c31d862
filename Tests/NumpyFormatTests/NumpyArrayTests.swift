import Foundation
import NumpyFormat
import TestSupport
import Testing

@Suite struct NumpyArrayTests {
  @Test(arguments: [[], [0], [7], [3, 5], [1, 2, 3, 4]])
  func `what is written is read back, for every element type`(shape: [Int]) throws {
    let folder = try TemporaryFolder()
    for (seed, type) in NumpyArray.ElementType.allCases.enumerated() {
      var random = SplitMix64(seed: UInt64(seed))
      let byteCount = shape.reduce(type.size, *)
      let bytes = (0..<byteCount).map { _ in UInt8.random(in: 0...1, using: &random) }
      let array = NumpyArray(elementType: type, shape: shape, bytes: bytes)
      try array.write(to: folder.path("a.npy"))
      #expect(try NumpyArray(contentsOf: folder.path("a.npy")) == array)
      #expect((array.fileBytes.count - bytes.count).isMultiple(of: 64))
    }
  }

  @Test func `the header is the one numpy writes`() {
    let file = NumpyArray([1, 2, 3] as [Int8], shape: [3]).fileBytes
    let header = "{'descr': '|i1', 'fortran_order': False, 'shape': (3,), }"
    #expect(String(decoding: file[10..<10 + header.utf8.count], as: UTF8.self) == header)
    #expect(Array(file[..<10]) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0])
  }

  @Test func `every cut of a file is refused, and named`() {
    let file = NumpyArray([1.5, -2] as [Float], shape: [2]).fileBytes
    for length in 0..<file.count {
      #expect(throws: NumpyError.self, "cut at \(length)") {
        try NumpyArray(file: Array(file[..<length]), path: "cut.npy")
      }
    }
  }

  @Test func `an absurd shape is refused before anything is allocated`() {
    var file = NumpyArray([] as [Int8], shape: [0]).fileBytes
    let text = String(decoding: file[10...], as: UTF8.self)
      .replacing("(0,)", with: "(9999999999,9999999999)").dropLast(22)
    file = Array(file[..<10]) + Array(text.utf8)
    #expect(throws: NumpyError.self) { try NumpyArray(file: file, path: "huge.npy") }
  }

  @Test(arguments: [0, 1, 3, 1000])
  func `rows that are written one by one are the array that numpy reads`(count: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rows.npy")
    var random = SplitMix64(seed: 7)
    let values = (0..<count * 6).map { _ in Int8.random(in: .min ... .max, using: &random) }
    let rows = try NumpyRows(path: path, rowShape: [2, 3])
    for row in 0..<count {
      #expect(!FileManager.default.fileExists(atPath: path))
      try rows.append(Array(values[6 * row..<6 * row + 6]).span)
    }
    try rows.finish()
    #expect(rows.count == count)
    let written = try NumpyArray(contentsOf: path)
    #expect(written == NumpyArray(values, shape: [count, 2, 3]))
    // What comes before the elements ends on a multiple of 64 bytes, as the format asks.
    let bytes = try Data(contentsOf: URL(filePath: path)).count
    #expect((bytes - values.count).isMultiple(of: 64))
  }
}
