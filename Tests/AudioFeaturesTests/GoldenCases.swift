import AudioFeatures
import Foundation
import NumpyFormat
import TestSupport

/// What `Tests/Golden/features.py` has computed, and with which settings.
struct GoldenCases: Decodable {
  struct Spectrogram: Decodable {
    var name: String
    var settings: FrontEndSettings
    var samples: Int
  }

  struct Images: Decodable {
    var name: String
    var settings: FrontEndSettings
    var samples: Int
    var step: Int
    var scale: Float
    var zeroPoint: Int
  }

  var power: [Spectrogram]
  var compression: [Spectrogram]
  var images: [Images]

  private static let folder = SharedData.repository.appending(path: "Tests/Golden/features")

  static func read() throws -> GoldenCases {
    let json = try Data(contentsOf: folder.appending(path: "cases.json"))
    return try JSONDecoder().decode(GoldenCases.self, from: json)
  }

  static func array(_ name: String) throws -> NumpyArray {
    try NumpyArray(contentsOf: folder.appending(path: name + ".npy").path)
  }
}
