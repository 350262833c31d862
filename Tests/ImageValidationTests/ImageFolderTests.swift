import Foundation
import ImageValidation
import TestSupport
import Testing

/// Labelled images as torchvision finds them.
@Suite struct ImageFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func add(_ names: String...) throws {
    for name in names {
      let url = folder.url.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
    }
  }

  private func names(outputs: Int = 2, classNames: [String]? = nil) throws -> [String] {
    try ImageFolder(path: folder.url.path, outputs: outputs, classNames: classNames).images.map {
      "\($0.label) \($0.name)"
    }
  }

  private func message(outputs: Int = 2, classNames: [String]? = nil) -> String? {
    do throws(ImageValidationError) {
      _ = try ImageFolder(path: folder.url.path, outputs: outputs, classNames: classNames)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `classes and files are in Python's order, and files in folders inside count`() throws {
    // Folders by their whole paths, as sorted(os.walk(…)) has them: "b-c" is before "b/c".
    try add(
      "10/z.png", "2/a.JPG", "2/Z.jpeg", "2/b/a.png", "2/b-c/a.webp", "2/b/c/a.tiff", "2/notes.txt",
      "2/.hidden.bmp", "2/é.png", "top.png")
    #expect(
      try names() == [
        "0 10/z.png", "1 2/.hidden.bmp", "1 2/Z.jpeg", "1 2/a.JPG", "1 2/é.png", "1 2/b/a.png",
        "1 2/b-c/a.webp", "1 2/b/c/a.tiff",
      ])
  }

  @Test func `a folder called val is meant where there is one`() throws {
    try add("val/0/a.png", "val/1/b.png", "train/0/c.png")
    #expect(try names() == ["0 val/0/a.png", "1 val/1/b.png"])
    let inside = try ImageFolder(path: folder.path("val") + "/", outputs: 2)
    #expect(inside.images.map(\.name) == ["0/a.png", "1/b.png"])
    #expect(inside.classNames == ["0", "1"])
  }

  @Test func `a list of classes gives every folder its output`() throws {
    try add("cat/a.png", "ant/b.png")
    #expect(
      try names(outputs: 3, classNames: ["dog", "cat", "ant"]) == ["2 ant/b.png", "1 cat/a.png"])
    let path = folder.url.path
    #expect(
      message(outputs: 2, classNames: ["dog", "cat"])
        == "\(path): the list of classes does not name \"ant\". Add it in its output's place, or move the folder away."
    )
    #expect(
      message(outputs: 3, classNames: ["dog", "cat"])
        == "the list of classes has 2 names, and the network has 3 outputs. Give one name a line for each output, in their order."
    )
    #expect(
      message(outputs: 2, classNames: ["cat", "cat"])
        == "the list of classes has \"cat\" twice. Give each output a name of its own.")
  }

  @Test func `a folder that would be labelled wrongly is refused`() throws {
    let path = folder.url.path
    #expect(message()?.hasPrefix("\(path): there is no folder in it") == true)
    try add("1/a.txt")
    #expect(
      message()
        == "\(path): 1 folders of classes, and the network has 2 outputs. Give a folder for each output, in its order by name, or name every output's folder with --classes."
    )
    try add("0/a.txt")
    #expect(
      message()
        == "\(path): there is no image in the folders of its classes. Looked for: .jpg .jpeg .png .ppm .bmp .pgm .tif .tiff .webp."
    )
  }

  @Test func `links are followed, but not in a circle`() throws {
    try add("0/a.png", "elsewhere.dir/b.png")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("1"), withDestinationPath: "elsewhere.dir")
    #expect(
      try names(outputs: 3) == ["0 0/a.png", "1 1/b.png", "2 elsewhere.dir/b.png"])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("0/up"), withDestinationPath: "..")
    #expect(
      message(outputs: 3)
        == "\(folder.url.path)/0/up: leads back to a folder that it lies in. Remove the link.")
  }

  @Test func `no folder at all is told with the system's reason`() {
    let path = folder.path("none")
    #expect(
      throws: ImageValidationError.folderUnreadable(path: path, reason: "no such file or directory")
    ) {
      try ImageFolder(path: path, outputs: 2)
    }
  }
}
