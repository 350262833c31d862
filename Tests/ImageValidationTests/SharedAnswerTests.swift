import Foundation
import ImageValidation
import QuantizedInference
import TestSupport
import Testing

/// The published evaluation of Visual Wake Words, held to LiteRT's answers.
@Suite struct SharedAnswerTests {
  private func model(_ name: String) throws -> Model {
    try Model(contentsOf: SharedData.url("models/\(name).tflite").path)
  }

  @Test(.needsShared("vww"), .needsShared("models"), arguments: SharedImages.sets)
  func `each network's raw outputs on each image are LiteRT's`(set: String) throws {
    for name in SharedImages.networks {
      let network = try ImageNetwork(model(name))
      let folder = try ImageFolder(path: SharedImages.path(set), outputs: network.classCount)
      let answers = try ImageEvaluation(
        network, preparation: .squeezed(width: network.width, height: network.height), jobs: 2
      ).run(folder.images).map { try $0.get() }
      let told = answers.map {
        "\($0.image.name),\($0.image.label),\($0.predicted),\(Int($0.outputs[0])),\(Int($0.outputs[1]))"
      }
      let rows = try SharedImages.expected("\(set)-\(name)").map { row in
        ["path", "label", "predicted", "out0", "out1"].map { row[$0] ?? "" }.joined(separator: ",")
      }
      #expect(told == rows, "\(name)")
      #expect(rows.count > 80)
    }
  }

  @Test(.needsShared("vww"), .needsShared("models"))
  func `the answers on odd files are LiteRT's, but for 16-bit grey, where a person is seen`() throws
  {
    for row in try SharedImages.expected("odd") where row["opens"] == "1" {
      let file = try #require(row["file"])
      let path = SharedImages.path(file == "person_det.jpg" ? file : "odd/" + file)
      for name in SharedImages.networks {
        let network = try ImageNetwork(model(name))
        let image = ImageFolder.Image(path: path, name: file, label: 1)
        let answer = try ImageEvaluation(
          network, preparation: .squeezed(width: network.width, height: network.height), jobs: 1
        ).run([image])[0].get()
        let column = name.dropFirst("mcunet-".count)
        let told = [
          "predicted": answer.predicted, "out0": Int(answer.outputs[0]),
          "out1": Int(answer.outputs[1]),
        ]
        if file == "gray16.png" {
          #expect(answer.predicted == 1, "\(name)")
        } else {
          for (key, value) in told {
            #expect("\(value)" == row["\(column)_\(key)"], "\(file) \(name)")
          }
        }
      }
    }
  }
}
