import AudioFeatures
import EventDetection
import QuantizedInference

extension BundleManifest {
  /// Everything that does not fit, in the description or between it and the network.
  func problems(with model: Model) -> [BundleProblem] {
    ownProblems + networkProblems(model)
  }

  private var ownProblems: [BundleProblem] {
    var problems: [BundleProblem] = []
    for (key, text) in [("name", name), ("version", version), ("licence", licence)]
    where text.isEmpty {
      problems.append(.emptyText(key: key))
    }
    let windowHops = frontEnd.windowLength / frontEnd.hop
    if !(1...windowHops).contains(stepHops) {
      problems.append(.stepHops(stepHops, windowHops: windowHops))
    }
    if !(0..<1).contains(scoreFloor) { problems.append(.scoreFloor(scoreFloor)) }
    if classes.allSatisfy({ $0.taxon.kind == .background }) { problems.append(.noClasses) }
    var names: Set<String> = []
    for (index, `class`) in classes.enumerated() {
      let name = `class`.taxon.commonName
      if name.isEmpty || !names.insert(name).inserted {
        problems.append(.className(index: index, name: name))
      }
      let (scale, offset) = (`class`.calibration.scale, `class`.calibration.offset)
      if !(scale.isFinite && scale > 0 && offset.isFinite) {
        problems.append(.calibration(className: name, scale: scale, offset: offset))
      }
      if !(`class`.threshold >= scoreFloor && `class`.threshold < 1) {
        problems.append(
          .threshold(className: name, threshold: `class`.threshold, scoreFloor: scoreFloor))
      }
    }
    return problems
  }

  private func networkProblems(_ model: Model) -> [BundleProblem] {
    guard model.inputs.count == 1, model.outputs.count == 1 else {
      return [.ends(inputs: model.inputs.count, outputs: model.outputs.count)]
    }
    var problems: [BundleProblem] = []
    let (input, output) = (model.inputs[0], model.outputs[0])
    for tensor in [input, output] {
      let scales = tensor.quantization?.scales.count ?? 0
      if tensor.elementType != .int8 {
        problems.append(.elementType(tensor: tensor.name, type: tensor.elementType.rawValue))
      } else if scales != 1 {
        problems.append(.quantization(tensor: tensor.name, scales: scales))
      }
    }
    let image = [1, frontEnd.image.height, frontEnd.image.width, frontEnd.image.channels]
    if input.shape != image {
      problems.append(.imageShape(frontEnd: image, network: input.shape))
    }
    if output.shape.count != 2 || output.shape.first != 1 {
      problems.append(.outputShape(output.shape))
    } else if output.shape[1] != classes.count {
      problems.append(.classCount(classes: classes.count, outputs: output.shape[1]))
    }
    if let last = model.operators.last(where: { $0.output == output.index }),
      ["LOGISTIC", "SOFTMAX"].contains(last.name)
    {
      problems.append(.notLogits(operator: last.name))
    }
    return problems
  }
}
