import NumpyFormat
import QuantizedInference

extension ModelsCommand.Run {
  /// Runs the network in single precision; tells how far a checkpoint's weights are from the file's.
  func runInFloat(_ network: String) throws {
    let model = try numbers.floatModel(contentsOf: network)
    try requireOutputs(model.outputs.count)
    var session = try FloatSession(model)
    let arrays = try readInputs(as: model.storedInputs, takesReals: true)
    let reals = try arrays.enumerated().map { place, array in
      try array.floats ?? model.reals(ofInput: place, array.bytes)
    }
    let outputs: [[Float]]
    if let tensors {
      try makeFolder(tensors)
      outputs = try session.run(reals) { operation, tensor, bytes in
        try write(tensor, bytes, of: operation, to: tensors, operators: model.operators.count)
      }
    } else {
      outputs = try session.run(reals)
    }
    for (path, (tensor, values)) in zip(output, zip(model.outputs, outputs)) {
      try NumpyArray(values, shape: tensor.shape).write(to: path)
    }
    if !model.replacedLayers.isEmpty { try Terminal.print(distances(of: model)) }
  }

  private func distances(of model: FloatModel) -> String {
    let layers = model.replacedLayers
    let steps = layers.compactMap(\.weightSteps)
    let largest = steps.max().map {
      ", at most \(decimal(Double($0), places: 2)) of the file's quantization steps from its own"
    }
    return "weights of \(layers.count) layers from the checkpoint\(largest ?? "")."
  }
}
