import Foundation
import ImageValidation
import SystemFiles

/// The two evaluations of the MCUNet project: how a picture becomes a network's input.
extension ClassificationRun {
  /// Visual Wake Words: the whole picture, squeezed.
  static func visualWakeWords(
    _ network: ImageNetwork, images: ImageFolder, jobs: Int
  ) -> ClassificationRun {
    ClassificationRun(
      evaluation: ImageEvaluation(
        network, preparation: .squeezed(width: network.width, height: network.height), jobs: jobs),
      images: images)
  }

  /// ImageNet: the middle of the picture.
  /// - Parameter name: The network's, for a message.
  static func imageNet(
    _ network: ImageNetwork, named name: String, images: ImageFolder, jobs: Int
  ) throws -> ClassificationRun {
    guard network.width == network.height else {
      throw UsageError(
        "\(name): takes pictures of \(network.width)x\(network.height); the squares that are cut "
          + "from ImageNet's do not fit it.")
    }
    return ClassificationRun(
      evaluation: ImageEvaluation(
        network, preparation: .centreSquare(side: network.width), jobs: jobs, keepsOutputs: false),
      images: images)
  }
}

extension ImageFolder {
  static let classListHelp = "A file with the name of each output's folder, one on each line."

  /// - Parameters:
  ///   - outputs: Of the network that is to know the images.
  ///   - list: A file with the name of each output's folder, a line each; `nil` if there is a folder
  ///     for each output, in their order.
  init(path: String, outputs: Int, classList list: String?) throws {
    guard let list else {
      try self.init(path: path, outputs: outputs)
      return
    }
    let text: String
    do {
      text = String(decoding: try contents(of: list), as: UTF8.self)
    } catch {
      throw UsageError("\(list): the list cannot be read: \(error.systemReason).")
    }
    do {
      try self.init(
        path: path, outputs: outputs,
        classNames: text.split(whereSeparator: \.isNewline).map(String.init))
    } catch {
      switch error {
      case .classList, .repeatedClass: throw UsageError("\(list): \(error)")
      default: throw error
      }
    }
  }
}
