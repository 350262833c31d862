/// Writes a graph of one subgraph as a `.tflite` file.
///
///     var writer = TFLiteWriter()
///     let image = writer.add(TFLiteTensor(int8: [1, 8, 8, 3], scale: 0.5, zeroPoint: 0))
///     let order = writer.add(TFLiteTensor(integers: [0, 3, 1, 2]))
///     let planes = writer.add(TFLiteTensor(int8: [1, 3, 8, 8], scale: 0.5, zeroPoint: 0))
///     writer.add(.transpose, inputs: [image, order], output: planes)
///     writer.inputs = [image]
///     writer.outputs = [planes]
///     let file = writer.serialized()
///
/// Operators are written in the order of adding; equal operator codes share an entry. The caller
/// answers for shapes, types and indices: a reader's tests want wrong ones too. The same graph gives the
/// same bytes.
///
/// Source: schema.fbs of TensorFlow Lite, version 3.
public struct TFLiteWriter: Sendable {
  /// Indices of the tensors that the graph is given.
  public var inputs: [Int] = []
  /// Indices of the tensors that it gives back.
  public var outputs: [Int] = []
  /// The file's own words of what it is.
  public var description = ""

  private enum Tensor: Sendable {
    case drafted(TFLiteTensor)
    case copied(CopiedTensor)
  }

  private var tensors: [Tensor] = []
  private var operators: [DraftTable] = []
  private var codes: [DraftTable] = []
  private var codeIndices: [DraftTable: Int] = [:]

  /// A graph of nothing yet.
  public init() {}

  /// - Returns: The tensor's index, by which operators name it.
  public mutating func add(_ tensor: TFLiteTensor) -> Int {
    var tensor = tensor
    if tensor.name.isEmpty { tensor.name = "t\(tensors.count)" }
    tensors.append(.drafted(tensor))
    return tensors.count - 1
  }

  /// - Returns: The tensor's index.
  mutating func append(_ tensor: CopiedTensor) -> Int {
    tensors.append(.copied(tensor))
    return tensors.count - 1
  }

  /// Adds an operator as it is to be written.
  mutating func append(_ operation: DraftTable) { operators.append(operation) }

  /// - Parameter inputs: Tensor indices; -1 stands for an optional input that is absent.
  public mutating func add(_ operation: TFLiteOperation, inputs: [Int], output: Int) {
    var table = DraftTable()
    let code = index(ofCodeOf: operation)
    if code != 0 { table.set(0, to: UInt32(code)) }
    table.set(1, to: inputs.map { Int32($0) })
    table.set(2, to: [Int32(output)])
    if let options = operation.options {
      table.set(3, to: options.type)
      table.set(4, to: .table(options.table))
    }
    operators.append(table)
  }

  private mutating func index(ofCodeOf operation: TFLiteOperation) -> Int {
    var table = DraftTable()
    // Readers older than code 127 look only here; the newer field holds the code itself.
    table.set(0, to: Int8(min(operation.code, 127)))
    table.set(2, to: operation.version)
    table.set(3, to: operation.code)
    return index(ofCode: table)
  }

  /// Equal codes share an entry.
  mutating func index(ofCode code: DraftTable) -> Int {
    if let known = codeIndices[code] { return known }
    codes.append(code)
    codeIndices[code] = codes.count - 1
    return codes.count - 1
  }

  /// The file's bytes.
  public func serialized() -> [UInt8] {
    // Buffer 0 is empty by convention: the data of tensors without any.
    var buffers = [DraftTable()]
    var subgraph = DraftTable()
    subgraph.set(
      0,
      to: .tables(
        tensors.map { tensor in
          switch tensor {
          case .drafted(let draft):
            return draft.table(buffer: Self.add(draft.constant, to: &buffers))
          case .copied(let copy):
            var table = copy.table
            let buffer = Self.add(copy.constant, to: &buffers)
            if buffer != 0 { table.set(2, to: UInt32(buffer)) }
            return table
          }
        }))
    subgraph.set(1, to: inputs.map { Int32($0) })
    subgraph.set(2, to: outputs.map { Int32($0) })
    subgraph.set(3, to: .tables(operators))

    var model = DraftTable()
    model.set(0, to: UInt32(3))
    model.set(1, to: .tables(codes))
    model.set(2, to: .tables([subgraph]))
    model.set(3, to: .string(description))
    model.set(4, to: .tables(buffers))
    return model.serialized(identifier: "TFL3")
  }

  /// - Returns: The number of the buffer with these bytes.
  private static func add(_ constant: [UInt8]?, to buffers: inout [DraftTable]) -> Int {
    guard let constant else { return 0 }
    var buffer = DraftTable()
    buffer.set(0, to: .vector(count: constant.count, bytes: constant, alignment: 16))
    buffers.append(buffer)
    return buffers.count - 1
  }
}
