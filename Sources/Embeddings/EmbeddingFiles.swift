import EventLog
import Foundation
public import NumpyFormat
import SystemFiles

/// Embeddings as two files that belong together: `NAME.npy`, float32 of shape `[windows, values]`, and
/// `NAME.csv`, which says for each row where its window lies.
///
/// ```csv
/// recording,start_s,end_s
/// card/20250607_051000.flac,0.000,2.000
/// ```
///
/// Both are there whole once they are finished, and not at all before. Memory stays flat.
public final class EmbeddingFiles {
  private let embedder: Embedder
  private let rows: NumpyRows
  private let indexPath: String
  private let index: WholeFile
  private var pending = Data("recording,start_s,end_s\n".utf8)

  /// The two paths of a name; an ending `.npy` belongs to neither.
  public static func paths(of name: String) -> (values: String, index: String) {
    let stem = name.hasSuffix(".npy") ? String(name.dropLast(4)) : name
    return (stem + ".npy", stem + ".csv")
  }

  /// - Throws: `NumpyError.unwritable`.
  public init(name: String, of embedder: Embedder) throws(NumpyError) {
    let (values, index) = Self.paths(of: name)
    self.embedder = embedder
    indexPath = index
    rows = try NumpyRows(path: values, rowShape: [embedder.valueCount], elementType: .float32)
    do {
      self.index = try WholeFile(path: index)
    } catch {
      throw .unwritable(path: index, reason: error.systemReason)
    }
  }

  /// Windows so far.
  public var count: Int { rows.count }

  /// Adds a row for each window of a recording.
  public func append(_ recording: RecordingEmbeddings) throws(NumpyError) {
    for window in recording.windows.indices {
      try rows.append(embedder.reals(recording.integers(of: window)).span)
      let (start, end) = recording.seconds(of: window)
      let cells = [recording.path, fixedPoint(start, places: 3), fixedPoint(end, places: 3)]
      pending += Data(CSVWriter.line(cells).utf8)
    }
    if pending.count > 1 << 20 { try flush() }
  }

  /// Gives both files their names.
  public func finish() throws(NumpyError) {
    try flush()
    try rows.finish()
    do {
      try index.finish()
    } catch {
      throw .unwritable(path: indexPath, reason: error.systemReason)
    }
  }

  private func flush() throws(NumpyError) {
    do {
      try index.write(pending)
    } catch {
      throw .unwritable(path: indexPath, reason: error.systemReason)
    }
    pending.removeAll(keepingCapacity: true)
  }
}
