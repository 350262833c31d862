/// Why an image, a folder of them or a network cannot be used: what, where, and what to do.
public enum ImageValidationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file could not be read at all.
  case unreadable(path: String, reason: String)
  /// A folder, a pipe or a device lies where an image was to be.
  case notAFile(path: String)
  /// Neither JPEG nor PNG, whatever its name says.
  case unknownFormat(path: String)
  /// It begins as an image and cannot be decoded.
  case damaged(path: String, reason: String)
  /// More pixels than are decoded.
  case tooLarge(path: String, width: Int, height: Int)
  /// A folder whose images cannot be listed.
  case folderUnreadable(path: String, reason: String)
  /// A link to a folder that it lies in.
  case linkLoop(path: String)
  /// There is no folder of a class.
  case noClasses(path: String)
  /// There is no image in any folder of a class.
  case noImages(path: String)
  /// Folders are not the network's classes one by one, and nobody said which they are.
  case classCount(path: String, folders: Int, outputs: Int)
  /// A folder that the list of classes does not name.
  case unknownClass(path: String, name: String)
  /// A list of classes that is not one for each output.
  case classList(names: Int, outputs: Int)
  /// A list of classes with a name twice.
  case repeatedClass(name: String)
  /// The network is no classifier, or no detector, of images.
  case unfitNetwork(reason: String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)."
    case .notAFile(let path):
      "\(path): no ordinary file, which an image is. Give a JPEG or PNG file."
    case .unknownFormat(let path):
      "\(path): neither JPEG nor PNG, whatever its name says. Convert it, or leave it out."
    case .damaged(let path, let reason):
      "\(path): damaged: \(reason). Copy the file again from where it came, or leave it out."
    case .tooLarge(let path, let width, let height):
      "\(path): \(width)x\(height) pixels; an image may have at most \(RGBImage.pixelLimit). Make it "
        + "smaller, or leave it out."
    case .folderUnreadable(let path, let reason):
      "\(path): the folder cannot be read: \(reason)."
    case .linkLoop(let path):
      "\(path): leads back to a folder that it lies in. Remove the link."
    case .noClasses(let path):
      "\(path): there is no folder in it, and each class needs one. Give the folder that holds the "
        + "folders of the classes, or the one that holds `val`."
    case .noImages(let path):
      "\(path): there is no image in the folders of its classes. Looked for: "
        + "\(ImageFolder.extensions.joined(separator: " "))."
    case .classCount(let path, let folders, let outputs):
      "\(path): \(folders) folders of classes, and the network has \(outputs) outputs. Give a folder "
        + "for each output, in its order by name, or name every output's folder with --classes."
    case .unknownClass(let path, let name):
      "\(path): the list of classes does not name \"\(name)\". Add it in its output's place, or "
        + "move the folder away."
    case .classList(let names, let outputs):
      "the list of classes has \(names) names, and the network has \(outputs) outputs. Give one "
        + "name a line for each output, in their order."
    case .repeatedClass(let name):
      "the list of classes has \"\(name)\" twice. Give each output a name of its own."
    case .unfitNetwork(let reason):
      "The network cannot be used here: \(reason)."
    }
  }
}
