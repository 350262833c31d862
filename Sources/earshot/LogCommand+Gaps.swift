import ArgumentParser
import EventDetection
import EventLog
import Foundation

extension LogCommand {
  struct Gaps: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "gaps",
      abstract: "List when a station's inputs were not heard and why, and for how long they were.",
      discussion: """
        Times are those of this system's clock. As JSON one object has the gaps and, for each input, the \
        seconds that it was heard and, by cause, was not; CSV has the gaps alone.
        """)

    @OptionGroup var log: LogOptions
    @OptionGroup var time: TimeOptions

    @Option(help: "How they are printed.")
    var format = ListFormat.text

    func run() throws {
      let log = try EventLog(path: log.log, access: .reading)
      let (from, until) = time.span
      let gaps = try log.inputGaps(from: from, until: until)
      let lines = gaps.map { Line($0, from, until) }
      let inputs = Hearing.all(
        try log.heardStretches(from: from, until: until), gaps, from: from, until: until)
      switch format {
      case .text: try Terminal.print(Self.text(gaps, lines) + inputs.map(\.sentence))
      case .csv:
        try printCSV([["input", "start", "end", "seconds", "cause"]] + lines.map(\.cells))
      case .json: try Terminal.print(jsonLines(Report(gaps: lines, inputs: inputs)))
      }
    }

    private static func text(_ gaps: [InputGap], _ lines: [Line]) -> [String] {
      guard !gaps.isEmpty else { return [] }
      var table = Table([
        ("input", .left), ("start", .left), ("end", .left), ("seconds", .right), ("cause", .left),
      ])
      for (gap, line) in zip(gaps, lines) {
        table.add([
          gap.input, SystemClock.tableText(gap.startedAt),
          gap.endedAt.map(SystemClock.tableText) ?? "lasts", decimal(line.seconds, places: 1),
          gap.cause.inWords,
        ])
      }
      return table.lines
    }
  }

  /// A gap as programs read it; what lies outside the time that is asked for does not count.
  fileprivate struct Line: Encodable {
    let input: String
    let start: String
    let end: String?
    let seconds: Double
    let cause: String

    init(_ gap: InputGap, _ from: Int64, _ until: Int64) {
      input = gap.input
      start = SystemClock.text(gap.startedAt)
      end = gap.endedAt.map(SystemClock.text)
      seconds = gap.seconds(from: from, until: until)
      cause = gap.cause.rawValue
    }

    var cells: [String] { [input, start, end ?? "", decimal(seconds, places: 3), cause] }
  }

  fileprivate struct Report: Encodable {
    let gaps: [Line]
    let inputs: [Hearing]
  }

  /// For how long an input was heard.
  fileprivate struct Hearing: Encodable {
    let input: String
    var heardSeconds = 0.0
    /// By cause.
    var notHeardSeconds: [String: Double] = [:]

    private enum CodingKeys: String, CodingKey {
      case input
      case heardSeconds = "heard_seconds"
      case notHeardSeconds = "not_heard_seconds"
    }

    static func all(
      _ stretches: [HeardStretch], _ gaps: [InputGap], from: Int64, until: Int64
    ) -> [Hearing] {
      var inputs: [String: Hearing] = [:]
      for stretch in stretches {
        inputs[stretch.input, default: Hearing(input: stretch.input)].heardSeconds +=
          stretch.seconds(from: from, until: until)
      }
      for gap in gaps {
        let seconds = gap.seconds(from: from, until: until)
        var input = inputs[gap.input] ?? Hearing(input: gap.input)
        if gap.isWithinStream { input.heardSeconds -= seconds }
        input.notHeardSeconds[gap.cause.rawValue, default: 0] += seconds
        inputs[gap.input] = input
      }
      return inputs.values.sorted { $0.input < $1.input }
    }

    var sentence: String {
      let causes = notHeardSeconds.filter { $0.value > 0 }
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let words = causes.map { name, seconds in
        "\(hours(seconds)) \(Gap.Cause(rawValue: name)?.inWords ?? name)"
      }
      let total = causes.reduce(0) { $0 + $1.value }
      return "\(input): heard for \(hours(max(heardSeconds, 0))), not for \(hours(total))"
        + (words.isEmpty ? "." : ": \(words.joined(separator: ", ")).")
    }

    private func hours(_ seconds: Double) -> String { "\(decimal(seconds / 3600, places: 2)) h" }
  }
}
