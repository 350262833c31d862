import Foundation

/// The sums of a run, for people.
struct ClosingTable: CustomStringConvertible {
  private let rows: [(String, String)]

  init(_ judgement: Judgement) {
    let (log, record) = (judgement.log, judgement.record)
    let coverages = log.streams.map { ($0, $0.coverage()) }
    var rows = [
      ("seed", "\(judgement.settings.seed)"),
      (
        "time",
        String(
          format: "%.2f hours of %d inputs in %.1f minutes", record.elapsed / 3600,
          judgement.settings.inputs.count, record.seconds / 60)
      ),
      ("samples analysed", "\(coverages.reduce(0) { $0 + $1.1.analysed })"),
    ]
    var inside: [String: Int64] = [:]
    for (_, coverage) in coverages { inside.merge(coverage.inGaps) { $0 + $1 } }
    rows.append(
      (
        "samples in gaps",
        inside.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      ))
    rows.append(
      (
        "gaps inside streams",
        Self.counted(log.streams.flatMap { $0.gaps.map(\.cause) })
      ))
    rows.append(("gaps between streams", Self.counted(log.gaps.map(\.cause))))
    rows.append(("streams", "\(log.streams.count)"))
    rows.append(("events", "\(log.events.count)"))
    rows.append(("acknowledgements", Self.counted(judgement.acknowledged.map(\.kind.rawValue))))
    rows.append(("incidents", Self.counted(log.incidents.map(\.kind))))
    rows.append(
      (
        "starts",
        "\(record.starts); \(record.kills) kills, \(record.terminations) terminations, "
          + "\(record.vainStarts) without the log"
      ))
    rows.append(("faults", Self.counted(record.faults.map(\.kind.rawValue))))
    if !record.omitted.isEmpty { rows.append(("not done", Self.counted(record.omitted))) }
    if let most = judgement.quietSamples.map(\.memory).max() {
      rows.append(("most memory", "\(most / 1_000_000) MB, of the last process"))
    }
    self.rows = rows
  }

  private static func counted(_ values: [String]) -> String {
    Dictionary(grouping: values) { $0 }.sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value.count)" }.joined(separator: ", ")
  }

  var description: String {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + value
    }.joined(separator: "\n")
  }
}
