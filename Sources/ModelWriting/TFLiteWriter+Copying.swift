import QuantizedInference

extension TFLiteWriter {
  /// Begins with a part of another network: the operators at some positions with all that they read and
  /// write, every weight and option as it stands in the file.
  ///
  /// Signatures and the converter's notes are left out: they tell of the whole network.
  /// - Parameters:
  ///   - network: A `.tflite` file that the engine runs.
  ///   - positions: Of its operators, ascending; whatever they read is written by one of them, constant,
  ///     or an input of the network.
  ///   - wanted: Tensors of the network of which the caller needs to know the new index.
  /// - Returns: The new index of every tensor that was taken over, by its old one.
  /// - Throws: ``QuantizedInference/ModelError`` where the file cannot be read, or has fields of a newer
  ///   format.
  mutating func copy(
    _ network: [UInt8], operators positions: [Int], wanted: [Int]
  ) throws(ModelError) -> [Int: Int] {
    let model = try FlatBuffer(bytes: network).root()
    let subgraphs = try model.tables(2, "subgraphs")
    precondition(subgraphs.count == 1, "a network that the engine runs has one graph")
    let tensorTables = try subgraphs[0].tables(0, "tensors")
    let operatorTables = try subgraphs[0].tables(3, "operators")
    let codeTables = try model.tables(1, "operator codes")
    let bufferTables = try model.tables(4, "buffers")

    var used = Set(wanted)
    for position in positions {
      for field in 1...2 {
        let indices = try operatorTables[position].integers(field, of: Int32.self, "tensors") ?? []
        used.formUnion(indices.lazy.filter { $0 >= 0 }.map(Int.init))
      }
    }
    var places: [Int: Int] = [:]
    for index in used.sorted() {
      let table = tensorTables[index]
      let buffer = Int(try table.integer(2, default: UInt32(0)))
      let data = try bufferTables[buffer].elements(0, size: 1, "buffer data")
      places[index] = append(
        CopiedTensor(
          table: try DraftTable(table, .tensor, leaving: [2]),
          constant: data.flatMap { $0.isEmpty ? nil : Array(model.buffer.bytes[$0]) }))
    }
    for position in positions {
      try copy(operatorTables[position], codes: codeTables, places: places)
    }
    return places
  }

  private mutating func copy(
    _ table: FlatBufferTable, codes: [FlatBufferTable], places: [Int: Int]
  ) throws(ModelError) {
    var copy = try DraftTable(table, .operation, leaving: [0, 4])
    let code = codes[Int(try table.integer(0, default: UInt32(0)))]
    let index = index(ofCode: try DraftTable(code, .operatorCode))
    if index != 0 { copy.set(0, to: UInt32(index)) }
    for field in 1...2 {
      let indices = try table.integers(field, of: Int32.self, "tensors") ?? []
      copy.set(field, to: indices.map { $0 < 0 ? $0 : Int32(places[Int($0)] ?? -1) })
    }
    if let options = try table.table(4, "options") {
      let type = try table.integer(3, default: UInt8(0))
      guard let schema = TableSchema.options[type] else {
        throw .unsupported(.model(byte: table.position), what: "options of type \(type)")
      }
      copy.set(4, to: .table(try DraftTable(options, schema)))
    }
    append(copy)
  }
}

/// A tensor as another file has it.
struct CopiedTensor: Sendable {
  /// All but the number of its buffer.
  let table: DraftTable
  let constant: [UInt8]?
}
