import Foundation
import SystemFiles

/// Labelled images as torchvision's `ImageFolder` finds them: a folder for each class, in the order of
/// their names, and in each of them, at any depth, every file with the name of an image.
///
/// Names are ordered by their Unicode scalars, as Python orders them, links are followed, and what
/// begins with a dot counts like the rest. Where the folder has one that is called `val`, that is
/// meant, as in the published `vww-minival` and in ImageNet.
///
/// Unlike torchvision, a class without images is no error: classes keep their places.
public struct ImageFolder: Sendable {
  /// A file, and the class whose folder it lies in.
  public struct Image: Sendable, Hashable {
    /// Where it lies: that of the folder that was named, and ``name``.
    public let path: String
    /// From the folder that was named: `val/0/000000000009.jpg`.
    public let name: String
    /// The position of its class among the network's outputs.
    public let label: Int

    /// Takes everything as given; nothing is looked for on the disk.
    public init(path: String, name: String, label: Int) {
      self.path = path
      self.name = name
      self.label = label
    }
  }

  /// The endings by which torchvision knows an image, in any case of letters. Those that are neither
  /// JPEG nor PNG are found and refused by name, so that no image is left out in silence.
  public static let extensions = [
    ".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp",
  ]

  /// The names of the classes' folders, by output. Where a list of classes was given, all of it.
  public let classNames: [String]
  /// By class and then by path.
  public let images: [Image]

  /// - Parameters:
  ///   - path: The folder that holds the folders of the classes, or the one that holds `val`.
  ///   - outputs: How many classes the network tells apart.
  ///   - classNames: The name of each output's folder, for a folder that has not all of them.
  /// - Throws: ``ImageValidationError``.
  public init(
    path: String, outputs: Int, classNames: [String]? = nil
  ) throws(ImageValidationError) {
    let places = try Self.places(of: classNames, outputs: outputs)
    var prefix = ""
    var root = Folder(path: path, above: [])
    var folders = try root.folders()
    if folders.contains("val") {
      prefix = "val/"
      root = root.inside("val")
      folders = try root.folders()
    }
    guard !folders.isEmpty else { throw .noClasses(path: root.path) }
    if classNames == nil, folders.count != outputs {
      throw .classCount(path: root.path, folders: folders.count, outputs: outputs)
    }
    var images: [Image] = []
    for (position, name) in folders.enumerated() {
      let label = places.isEmpty ? position : places[name]
      guard let label else { throw .unknownClass(path: root.path, name: name) }
      images += try root.inside(name).files().map { file in
        Image(
          path: root.inside(name).path + "/" + file, name: prefix + name + "/" + file,
          label: label)
      }
    }
    guard !images.isEmpty else { throw .noImages(path: root.path) }
    self.classNames = classNames ?? folders
    self.images = images
  }

  /// The output of each name; empty without a list.
  private static func places(
    of names: [String]?, outputs: Int
  ) throws(ImageValidationError) -> [String: Int] {
    guard let names else { return [:] }
    guard names.count == outputs else {
      throw .classList(names: names.count, outputs: outputs)
    }
    var places: [String: Int] = [:]
    for (position, name) in names.enumerated() {
      guard places.updateValue(position, forKey: name) == nil else {
        throw .repeatedClass(name: name)
      }
    }
    return places
  }
}

/// A folder that is being searched.
private struct Folder {
  let path: String
  /// The folders that it lies in, and itself once its entries are read.
  let above: Set<Identity>

  struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  func inside(_ name: String) -> Folder {
    Folder(
      path: (path.hasSuffix("/") ? String(path.dropLast()) : path) + "/" + name,
      above: above.union(Self.identity(of: path).map { [$0] } ?? []))
  }

  /// Names of the folders in it, in order.
  func folders() throws(ImageValidationError) -> [String] {
    try entries().filter { Self.identity(of: inside($0).path) != nil }
  }

  /// Paths, from here, of the images in it and in the folders in it: in the order of their folders'
  /// paths, and in each by name.
  func files() throws(ImageValidationError) -> [String] {
    var names: [String: [String]] = [:]
    try collect(into: &names, at: "")
    return names.keys.sorted(by: Self.comesFirst).flatMap { folder in
      (names[folder] ?? []).map { folder.isEmpty ? $0 : folder.dropFirst() + "/" + $0 }
    }
  }

  private func collect(
    into names: inout [String: [String]], at place: String
  ) throws(ImageValidationError) {
    if let identity = Self.identity(of: path), above.contains(identity) {
      throw .linkLoop(path: path)
    }
    for name in try entries() {
      let entry = inside(name)
      if Self.identity(of: entry.path) != nil {
        try entry.collect(into: &names, at: place + "/" + name)
      } else if ImageFolder.extensions.contains(where: name.lowercased().hasSuffix) {
        names[place, default: []].append(name)
      }
    }
  }

  private func entries() throws(ImageValidationError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted(by: Self.comesFirst)
    } catch {
      throw .folderUnreadable(path: path, reason: error.systemReason)
    }
  }

  /// Python's order; that of UTF-8 bytes is the same.
  private static func comesFirst(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// `nil` for what is no folder.
  private static func identity(of path: String) -> Identity? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }
}
