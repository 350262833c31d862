// Fills a folder with the fuzzer's first inputs.
//
//     model-seeds FOLDER OPERATORS.golden MODEL.tflite...
//
// The given models and the one-operator models as they are, and cut, spliced and overwritten with
// a fixed seed. Models over 100 kB are left out: mutations would rarely meet the few bytes in them
// that decide anything.
import Foundation

/// The models in a golden file; its format is in Tests/Golden/engine/container.py.
func goldenModels(_ path: String) throws -> [[UInt8]] {
  struct Header: Decodable {
    struct Case: Decodable {
      let model: Int
      let modelBytes: Int
    }
    let cases: [Case]
  }
  let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
  let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
  let header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<8 + length]))
  let body = bytes[(8 + length)...]
  return header.cases.map { Array(body.dropFirst($0.model).prefix($0.modelBytes)) }
}

let paths = CommandLine.arguments.dropFirst()
guard let folder = paths.first, paths.count >= 2 else {
  FileHandle.standardError.write(Data("model-seeds FOLDER OPERATORS.golden MODEL.tflite...\n".utf8))
  exit(2)
}

var models: [[UInt8]] = []
for path in paths.dropFirst() {
  if path.hasSuffix(".golden") {
    models += try goldenModels(path)
  } else {
    models.append([UInt8](try Data(contentsOf: URL(filePath: path))))
  }
}
models.removeAll { $0.count > 100_000 }

var random = SplitMix64(seed: 7)
let damaged = models.flatMap { model in
  (0..<2).map { _ in
    random.damaged(model, splicing: models.randomElement(using: &random) ?? [])
  }
}
let seeds = models + damaged
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
for (number, seed) in seeds.enumerated() {
  try Data(seed).write(to: URL(filePath: folder).appending(path: "seed-\(number)"))
}
print("\(seeds.count) seeds of \(models.count) models")
