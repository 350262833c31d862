import Foundation
import NumpyFormat
import TestSupport
import Testing

/// Archives that numpy wrote: `Tests/Golden/numpy/archives.py`.
@Suite struct NumpyArchiveTests {
  private static let folder = SharedData.repository.appending(path: "Tests/Golden/numpy")
  private static let names = ["stored.npz", "compressed.npz"]

  private func file(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.folder.appending(path: name)))
  }

  private func error(
    _ file: [UInt8], limit: Int = NumpyArchive.defaultLimit
  ) -> NumpyError? {
    do throws(NumpyError) {
      _ = try NumpyArchive(file: file, path: "a.npz", limit: limit)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: names)
  func `the arrays of an archive are those that numpy saved, in its order`(name: String) throws {
    let archive = try NumpyArchive(contentsOf: Self.folder.appending(path: name).path)
    #expect(archive.members.map(\.name) == ["bytes", "a folder/floats", "one", "none"])
    let arrays = archive.members.map(\.array)
    #expect(arrays[0] == NumpyArray((-128..<128).map { Int8($0) }, shape: [16, 16]))
    #expect(arrays[1].shape == [3, 100])
    let floats = try #require(arrays[1].floats)
    #expect(floats.first == -1 && floats.last == 1)
    #expect(zip(floats, floats.dropFirst()).allSatisfy { $0 < $1 })
    #expect(arrays[2].shape == [] && arrays[2].bytes == [7, 0, 0, 0, 0, 0, 0, 0])
    #expect(arrays[3].shape == [0, 4])
  }

  @Test(arguments: names)
  func `an archive cut off anywhere is refused, and named`(name: String) throws {
    let file = try file(name)
    for length in 0..<file.count {
      let found = try #require(error(Array(file[..<length])), "cut at \(length)")
      #expect(found.description.hasPrefix("a.npz: "))
    }
  }

  @Test(arguments: names)
  func `damage is refused, or is in what nobody reads`(name: String) throws {
    let file = try file(name)
    let archive = try NumpyArchive(file: file, path: "a.npz")
    var refused = 0
    for place in file.indices {
      var flipped = file
      flipped[place] ^= 1 << (place % 8)
      do throws(NumpyError) {
        let found = try NumpyArchive(file: flipped, path: "a.npz")
        // The checksum covers what is in the arrays; names may change.
        #expect(found.members.map(\.array) == archive.members.map(\.array), "byte \(place)")
      } catch {
        refused += 1
      }
    }
    #expect(refused > file.count / 2)
    for seed in 1...1000 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      _ = error(random.damaged(file, splicing: file))
    }
  }

  @Test func `arrays larger than the limit are refused before they are there`() throws {
    let file = try file("compressed.npz")
    let total = try NumpyArchive(file: file, path: "a.npz").members.reduce(0) {
      $0 + $1.array.fileBytes.count
    }
    #expect(error(file, limit: total) == nil)
    let found = try #require(error(file, limit: total - 1))
    #expect(
      found.description
        == "a.npz: its arrays are larger than \(total - 1) bytes. "
        + "Write it with numpy.savez or numpy.savez_compressed.")
  }

  @Test func `what is no archive, and an archive of other things, are told apart from damage`()
    throws
  {
    let array = NumpyArray([1, 2, 3] as [Int8], shape: [3]).fileBytes
    #expect(error(array)?.description.contains("no whole zip file") == true)
    #expect(error([])?.description.contains("no whole zip file") == true)
    let name = Array("one.npy".utf8)
    var file = try file("stored.npz")
    for start in file.indices.dropLast(name.count)
    where file[start..<start + name.count].elementsEqual(name) {
      file.replaceSubrange(start..<start + name.count, with: Array("one.txt".utf8))
    }
    #expect(error(file)?.description.contains("\"one.txt\" is no .npy file") == true)
  }

  @Test func `a file that is not there is told with its path`() {
    #expect {
      try NumpyArchive(contentsOf: "/nowhere/weights.npz")
    } throws: {
      "\($0)".hasPrefix("/nowhere/weights.npz: cannot be read")
    }
  }
}
