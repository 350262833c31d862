import QuantizedInference

/// Which fields a table of the format has, so that one which stands in a file can be written to another
/// as it stands.
///
/// Field numbers: schema.fbs of LiteRT 2.3.0, schema version 3.
struct TableSchema: Sendable {
  indirect enum Field: Sendable {
    /// Of so many bytes.
    case scalar(Int)
    /// Of scalars of so many bytes.
    case vector(Int)
    case string
    case table(TableSchema)
  }

  let fields: [Int: Field]

  init(_ fields: [Int: Field] = [:]) { self.fields = fields }

  static let operatorCode = TableSchema([
    0: .scalar(1), 1: .string, 2: .scalar(4), 3: .scalar(4),
  ])

  /// Without the details of custom quantization, which no operator here knows.
  private static let quantization = TableSchema([
    0: .vector(4), 1: .vector(4), 2: .vector(4), 3: .vector(8), 6: .scalar(4),
  ])

  static let tensor = TableSchema([
    0: .vector(4), 1: .scalar(1), 2: .scalar(4), 3: .string, 4: .table(quantization),
    5: .scalar(1), 7: .vector(4), 8: .scalar(1),
  ])

  /// The fields of an operator but for its options, whose table is another for each kind.
  static let operation = TableSchema([
    0: .scalar(4), 1: .vector(4), 2: .vector(4), 3: .scalar(1), 6: .scalar(1), 7: .vector(1),
  ])

  /// The options of the operators that the engine runs, by the format's number of the table.
  static let options: [UInt8: TableSchema] = [
    // Conv2D
    1: TableSchema([
      0: .scalar(1), 1: .scalar(4), 2: .scalar(4), 3: .scalar(1), 4: .scalar(4), 5: .scalar(4),
      6: .scalar(1),
    ]),
    // DepthwiseConv2D
    2: TableSchema([
      0: .scalar(1), 1: .scalar(4), 2: .scalar(4), 3: .scalar(4), 4: .scalar(1), 5: .scalar(4),
      6: .scalar(4),
    ]),
    // Pool2D
    5: TableSchema([
      0: .scalar(1), 1: .scalar(4), 2: .scalar(4), 3: .scalar(4), 4: .scalar(4), 5: .scalar(1),
    ]),
    // FullyConnected
    8: TableSchema([
      0: .scalar(1), 1: .scalar(1), 2: .scalar(1), 3: .scalar(1), 4: .scalar(1),
    ]),
    // Softmax
    9: TableSchema([0: .scalar(4)]),
    // Concatenation
    10: TableSchema([0: .scalar(4), 1: .scalar(1)]),
    // Add
    11: TableSchema([0: .scalar(1), 1: .scalar(1)]),
    // Reshape
    17: TableSchema([0: .vector(4)]),
    // Mul
    21: TableSchema([0: .scalar(1)]),
    // Pad, Transpose, Dequantize, Fill, Quantize
    22: TableSchema(), 26: TableSchema(), 38: TableSchema(), 68: TableSchema(), 89: TableSchema(),
    // Reducer
    27: TableSchema([0: .scalar(1)]),
    // StridedSlice
    32: TableSchema([
      0: .scalar(4), 1: .scalar(4), 2: .scalar(4), 3: .scalar(4), 4: .scalar(4), 5: .scalar(1),
    ]),
    // Shape
    55: TableSchema([0: .scalar(1)]),
    // Pack
    59: TableSchema([0: .scalar(4), 1: .scalar(4)]),
    // ResizeNearestNeighbor
    74: TableSchema([0: .scalar(1), 1: .scalar(1)]),
  ]
}

extension DraftTable {
  /// A table of a file, every field that is there.
  /// - Parameter left: Fields that the caller sees to.
  /// - Throws: For a field that the schema does not know: dropping it could change what the file means.
  init(
    _ table: FlatBufferTable, _ schema: TableSchema, leaving left: Set<Int> = []
  ) throws(ModelError) {
    self.init()
    for number in try table.presentFields() where !left.contains(number) {
      switch schema.fields[number] {
      case .scalar(let width):
        if let bytes = try table.scalar(number, width: width) { set(number, to: .scalar(bytes)) }
      case .vector(let width):
        if let range = try table.elements(number, size: width, "vector") {
          set(
            number,
            to: .vector(
              count: range.count / width, bytes: Array(table.buffer.bytes[range]),
              alignment: max(width, 4)))
        }
      case .string:
        set(number, to: .string(try table.text(number, "text")))
      case .table(let schema):
        if let inner = try table.table(number, "table") {
          set(number, to: .table(try DraftTable(inner, schema)))
        }
      case nil:
        throw .unsupported(
          .model(byte: table.position), what: "field \(number) of a newer format, to be copied,")
      }
    }
  }
}
