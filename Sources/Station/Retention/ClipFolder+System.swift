import Foundation

extension ClipFolder {
  /// A folder of the system. No link in it is followed, and nothing deleted but plain files with the names of
  /// clips in folders with the names of days.
  public static func at(_ path: String) -> ClipFolder {
    ClipFolder(
      contents: { () throws(RetentionError) in try contents(of: path) },
      delete: { (file) throws(RetentionError) in try delete(file, in: path) },
      removeDay: { day in
        guard ClipName.isDay(day) else { return }
        // Not if it is a link, and not if it holds anything.
        unsafe _ = rmdir("\(path)/\(day)")
      },
      freeBytes: { () throws(RetentionError) in
        do { return try ClipDisk.freeBytes(at: path) } catch {
          throw .unreadable(path: path, reason: "its free space is unknown")
        }
      })
  }

  private static func contents(of path: String) throws(RetentionError) -> Contents {
    let root = try FolderHandle(path)
    var contents = Contents()
    for day in try root.names() {
      guard ClipName.isDay(day) else {
        contents.foreign += 1
        continue
      }
      do throws(RetentionError) {
        guard let folder = try FolderHandle(day, in: root) else {
          contents.foreign += 1
          continue
        }
        for name in try folder.names() { folder.look(at: name, of: day, into: &contents) }
      } catch {
        contents.problems[day] = error.description
      }
    }
    return contents
  }

  private static func delete(_ path: String, in root: String) throws(RetentionError) {
    let parts = path.split(separator: "/").map(String.init)
    guard isOurs(path) else {
      throw .undeletable(path: "\(root)/\(path)", reason: "it is no clip of earshot's")
    }
    guard let folder = try FolderHandle(parts[0], in: FolderHandle(root)) else {
      throw .undeletable(path: "\(root)/\(path)", reason: "its folder is a link or no folder")
    }
    try folder.delete(parts[1])
  }
}

/// An open folder, whose files are reached without following links.
private struct FolderHandle: ~Copyable {
  private let descriptor: Int32
  private let path: String

  init(_ path: String) throws(RetentionError) {
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    self.path = path
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: Self.reason(errno)) }
  }

  /// - Returns: `nil` if it is no folder, or a link to one.
  init?(_ name: String, in parent: borrowing FolderHandle) throws(RetentionError) {
    path = "\(parent.path)/\(name)"
    descriptor = unsafe openat(
      parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor < 0 else { return }
    if [ENOTDIR, ELOOP].contains(errno) { return nil }
    throw .unreadable(path: path, reason: Self.reason(errno))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// In any order, whatever their bytes are.
  func names() throws(RetentionError) -> [String] {
    let copy = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = unsafe fdopendir(copy) else {
      let reason = Self.reason(errno)
      if copy >= 0 { close(copy) }
      throw .unreadable(path: path, reason: reason)
    }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw .unreadable(path: path, reason: Self.reason(errno)) }
    return names
  }

  func look(at name: String, of day: String, into contents: inout ClipFolder.Contents) {
    let isUnfinished = ClipFolder.isUnfinished(name)
    guard isUnfinished || ClipName.isClip(name) else {
      contents.foreign += 1
      return
    }
    var status = stat()
    guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      // What has gone meanwhile is not there.
      if errno != ENOENT {
        contents.problems["\(day)/\(name)"] = "\(path)/\(name): \(Self.reason(errno))"
      }
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      contents.foreign += 1
      return
    }
    contents.files.append(
      ClipFolderFile(
        path: "\(day)/\(name)", bytes: Int64(status.st_size),
        modified: Int64(status.st_mtim.tv_sec) * 1_000_000
          + Int64(status.st_mtim.tv_nsec) / 1000,
        isUnfinished: isUnfinished))
  }

  func delete(_ name: String) throws(RetentionError) {
    var status = stat()
    guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      if errno == ENOENT { return }
      throw .undeletable(path: "\(path)/\(name)", reason: Self.reason(errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .undeletable(path: "\(path)/\(name)", reason: "it is no plain file")
    }
    guard unsafe unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
      throw .undeletable(path: "\(path)/\(name)", reason: Self.reason(errno))
    }
  }

  private static func reason(_ code: Int32) -> String {
    unsafe String(cString: strerror(code)).lowercased()
  }
}
