import Foundation
import Pictures
import QuantizedInference

extension MemoryMapPicture {
  /// A model's arena while it runs: one moment for each operator that is computed.
  /// - Parameter name: The model's; of a path the last part.
  init(of model: Model, named name: String) throws {
    let running = model.operators.filter { model.treatments[$0.position] == .computed }
    /// The first of the running operators that is not before a position.
    func moment(_ position: Int) -> Int {
      min(running.firstIndex { $0.position >= position } ?? running.count, running.count - 1)
    }
    let inputs = Set(model.inputs.map(\.index))
    let outputs = Set(model.outputs.map(\.index))
    let blocks = model.plan.allocations.map { allocation in
      let tensor = allocation.tensor.map { model.tensors[$0] }
      let kind: Block.Kind =
        if let tensor {
          inputs.contains(tensor.index)
            ? .input : outputs.contains(tensor.index) ? .output : .activation
        } else {
          .scratch
        }
      let shape = tensor?.shape.dropFirst().map(String.init).joined(separator: "x")
      let start = moment(allocation.lifetime.lowerBound)
      return Block(
        label: shape ?? "scratch", kind: kind, offset: allocation.offset,
        byteCount: allocation.byteCount,
        moments: start...max(start, moment(allocation.lifetime.upperBound)))
    }
    try self.init(
      title:
        "\(URL(filePath: name).lastPathComponent): \(decimal(Double(model.plan.arenaBytes) / 1000, places: 1)) kB of memory",
      byteCount: model.plan.arenaBytes, moments: running.map { "\($0.position) \($0.name)" },
      blocks: blocks)
  }
}
