import EventLog
import ImageValidation
import ModelZoo

/// The zoo's table, as people and programs read it.
struct ZooReport {
  let rows: [ZooRow]
  let sets: [ZooTrial.PictureSet]

  private static let unknown = "unknown"

  var lines: [String] {
    var table = Table([
      ("", .left), ("", .left), ("MACs, M", .right), ("", .right), ("parameters, M", .right),
      ("", .right), ("SRAM, kB", .right), ("memory, kB", .right), ("", .right),
      ("flash, kB", .right), ("file, kB", .right), ("top-1, %", .right), ("", .right),
      ("", .right), ("", .left),
    ])
    table.add([
      "network", "input", "published", "measured", "published", "measured", "published", "layers",
      "smallest", "published", "measured", "fp32", "int8", "measured", "measured was",
    ])
    for row in rows {
      func published<Value>(_ value: KeyPath<ZooRow.Published, Value>, _ text: (Value) -> String)
        -> String
      { row.published.map { text($0[keyPath: value]) } ?? "-" }
      func measured(_ value: KeyPath<ZooRow.Measured, Int>, per unit: Double, places: Int)
        -> String
      {
        row.measured.map { decimal(Double($0[keyPath: value]) / unit, places: places) }
          ?? Self.unknown
      }
      table.add([
        row.name, "\(row.width)x\(row.height)",
        published(\.megaMACs) { decimal($0, places: 1) },
        measured(\.multiplyAccumulates, per: 1e6, places: 2),
        published(\.megaParameters) { decimal($0, places: 2) },
        measured(\.parameters, per: 1e6, places: 3), published(\.sramKilobytes) { "\($0)" },
        measured(\.arenaBytes, per: 1000, places: 1),
        measured(\.smallestArenaBytes, per: 1000, places: 1),
        published(\.flashKilobytes) { "\($0)" }, measured(\.fileBytes, per: 1000, places: 1),
        published(\.floatTop1) { decimal($0, places: 1) },
        published(\.int8Top1) { decimal($0, places: 1) },
        row.accuracy.map { decimal($0.top1, places: 2) } ?? Self.unknown, row.origin,
      ])
    }
    return table.lines + [""] + closing
  }

  /// On what accuracy was measured, or how it would be.
  private var closing: [String] {
    guard !sets.isEmpty else {
      return ["Accuracy is unknown where it was not measured: --vww and --imagenet measure it."]
    }
    return sets.map { set in
      let count = set.images.images.count
      return "Top-1 of \(set.task.rawValue) measured on \(count) images of \(set.path)."
    }
  }

  /// Lines with their ends.
  var csv: [String] {
    let header = [
      "name", "upstream_name", "task", "width", "height", "published_mega_macs", "macs",
      "published_mega_parameters", "parameters", "published_sram_kb", "arena_bytes",
      "smallest_arena_bytes", "published_flash_kb", "file_bytes", "published_float_top1",
      "published_int8_top1", "top1", "top1_low", "top1_high", "images", "source", "path",
    ]
    return [CSVWriter.line(header)]
      + rows.map { row in
        func cell<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "" }
        let accuracy = row.accuracy
        return CSVWriter.line([
          row.name, row.upstreamName, row.task, "\(row.width)", "\(row.height)",
          cell(row.published?.megaMACs), cell(row.measured?.multiplyAccumulates),
          cell(row.published?.megaParameters), cell(row.measured?.parameters),
          cell(row.published?.sramKilobytes), cell(row.measured?.arenaBytes),
          cell(row.measured?.smallestArenaBytes), cell(row.published?.flashKilobytes),
          cell(row.measured?.fileBytes), cell(row.published?.floatTop1),
          cell(row.published?.int8Top1),
          accuracy.map { decimal($0.top1, places: 2) } ?? Self.unknown,
          accuracy.map { decimal($0.interval[0], places: 2) } ?? "",
          accuracy.map { decimal($0.interval[1], places: 2) } ?? "",
          cell(accuracy?.images), row.source.rawValue, cell(row.path),
        ])
      }
  }
}
