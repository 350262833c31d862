/// The records of a `.tflite` file as they stand there, before anything is known of how they fit
/// together.
///
/// Source: `schema.fbs` of LiteRT, schema version 3; the numbers are its field numbers.
struct ModelFile {
  struct OperatorCode {
    let code: Int
    let customName: String
  }

  struct TensorRecord {
    let byte: Int
    let name: String
    let shape: [Int32]
    let type: Int
    let buffer: Int
    let scales: [Float]
    let zeroPoints: [Int64]?
    let quantizedDimension: Int
    let hasOtherQuantization: Bool
    let isVariable: Bool
    let isSparse: Bool
  }

  struct OperatorRecord {
    let byte: Int
    let code: Int
    let inputs: [Int32]
    let outputs: [Int32]
    let optionsType: Int
    let options: FlatBufferTable?
  }

  /// A buffer's bytes in the file; nil if it holds none.
  typealias BufferRecord = Range<Int>?

  let byte: Int
  let codes: [OperatorCode]
  let buffers: [BufferRecord]
  let tensors: [TensorRecord]
  let operators: [OperatorRecord]
  let inputs: [Int32]
  let outputs: [Int32]

  init(_ buffer: FlatBuffer) throws(ModelError) {
    guard buffer.bytes.count >= 8, buffer.bytes[4..<8].elementsEqual("TFL3".utf8) else {
      throw .malformed(byte: 4, reason: "the identifier TFL3 is missing")
    }
    let model = try buffer.root()
    byte = model.position
    let version = try model.integer(0, default: UInt32(0))
    guard version == 3 else {
      throw .unsupported(.model(byte: byte), what: "schema version \(version)")
    }
    codes = try model.tables(1, "operator codes").map { code throws(ModelError) in
      // Old writers fill only the byte-sized field, new ones both; codes above 127 need the new.
      let old = Int(try code.integer(0, default: Int8(0)))
      let new = Int(try code.integer(3, default: Int32(0)))
      return OperatorCode(code: max(old, new), customName: try code.text(1, "custom code"))
    }
    buffers = try model.tables(4, "buffers").map { record throws(ModelError) in
      if try record.integer(1, default: UInt64(0)) > 1 {
        throw .unsupported(
          .model(byte: record.position), what: "a buffer outside the FlatBuffer")
      }
      let data = try record.elements(0, size: 1, "buffer data")
      return data.flatMap { $0.isEmpty ? nil : $0 }
    }
    let subgraphs = try model.tables(2, "subgraphs")
    guard subgraphs.count == 1 else {
      throw .unsupported(.model(byte: byte), what: "a model with \(subgraphs.count) subgraphs")
    }
    tensors = try subgraphs[0].tables(0, "tensors").map(TensorRecord.init)
    inputs = try subgraphs[0].integers(1, of: Int32.self, "graph inputs") ?? []
    outputs = try subgraphs[0].integers(2, of: Int32.self, "graph outputs") ?? []
    operators = try subgraphs[0].tables(3, "operators").map(OperatorRecord.init)
  }
}

extension ModelFile.TensorRecord {
  init(_ table: FlatBufferTable) throws(ModelError) {
    byte = table.position
    shape = try table.integers(0, of: Int32.self, "shape") ?? []
    type = Int(try table.integer(1, default: Int8(0)))
    buffer = Int(try table.integer(2, default: UInt32(0)))
    name = try table.text(3, "tensor name")
    let quantization = try table.table(4, "quantization")
    scales = try quantization?.floats(2, "scales") ?? []
    zeroPoints = try quantization?.integers(3, of: Int64.self, "zero points")
    hasOtherQuantization = try quantization?.integer(4, default: UInt8(0)) ?? 0 != 0
    quantizedDimension = Int(try quantization?.integer(6, default: Int32(0)) ?? 0)
    isVariable = try table.flag(5)
    isSparse = try table.holds(6)
  }
}

extension ModelFile.OperatorRecord {
  init(_ table: FlatBufferTable) throws(ModelError) {
    byte = table.position
    code = Int(try table.integer(0, default: UInt32(0)))
    inputs = try table.integers(1, of: Int32.self, "operator inputs") ?? []
    outputs = try table.integers(2, of: Int32.self, "operator outputs") ?? []
    optionsType = Int(try table.integer(3, default: UInt8(0)))
    options = try table.table(4, "options")
  }
}
