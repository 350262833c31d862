import Foundation
import HeadTraining
import Survey

/// One line on a terminal that says how far the work is, how fast, and how long it will take.
struct ProgressBar {
  private let start = ContinuousClock.now
  private let width: Int?
  private var lastShown: ContinuousClock.Instant?
  private var isShown = false

  /// - Parameter width: Columns of the terminal; `nil` shows nothing.
  init(width: Int?) { self.width = width }

  mutating func show(_ progress: SurveyProgress) {
    show(isLast: progress.recordings == progress.totalRecordings) { elapsed, width in
      Self.line(progress, elapsed: elapsed, width: width)
    }
  }

  mutating func show(images: Int, of total: Int) {
    show(isLast: images == total) { elapsed, width in
      Self.line(images: images, of: total, elapsed: elapsed, width: width)
    }
  }

  mutating func show(recordings: Int, of total: Int, windows: Int) {
    show(isLast: recordings == total) { elapsed, width in
      var parts = ["\(recordings)/\(total) files"]
      if elapsed > 0.5 {
        parts.append("\(decimal(Double(windows) / elapsed, places: 0)) windows/s")
      }
      return Self.line(
        share: Double(recordings) / Double(max(total, 1)), parts: parts, width: width)
    }
  }

  mutating func show(clips: Int, of total: Int) {
    show(isLast: clips == total) { elapsed, width in
      Self.line(counted: clips, of: total, "clips", elapsed: elapsed, width: width)
    }
  }

  mutating func show(_ progress: HeadTraining.Progress) {
    show(isLast: progress == .fitting) { _, width in
      switch progress {
      case .embedding(let done, let total):
        Self.line(
          share: Double(done) / Double(max(total, 1)), parts: ["\(done)/\(total) clips"],
          width: width)
      case .judging(let fold, let total):
        Self.line(
          share: Double(fold) / Double(max(total, 1)), parts: ["\(fold)/\(total) folds judged"],
          width: width)
      case .fitting: Self.line(share: 1, parts: ["fitting"], width: width)
      }
    }
  }

  mutating func show(bytes: Int, of total: Int?) {
    show(isLast: bytes == total) { elapsed, width in
      Self.line(bytes: bytes, of: total, elapsed: elapsed, width: width)
    }
  }

  private mutating func show(
    isLast: Bool, _ describe: (_ elapsed: Double, _ width: Int) -> String
  ) {
    guard let width else { return }
    let now = ContinuousClock.now
    if let lastShown, now - lastShown < .milliseconds(200), !isLast { return }
    lastShown = now
    isShown = true
    let line = describe((now - start) / .seconds(1), width)
    try? FileHandle.standardError.write(contentsOf: Data("\r\(line)\u{1B}[K".utf8))
  }

  /// Removes the line, so that others can be written.
  mutating func clear() {
    guard isShown else { return }
    isShown = false
    try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8))
  }

  /// `[=======>            ]  38 %  183/480 files  1.2 files/s  412x real time  2:05 left`
  static func line(_ progress: SurveyProgress, elapsed: Double, width: Int) -> String {
    let share =
      progress.totalBytes > 0 ? Double(progress.bytes) / Double(progress.totalBytes) : 1
    var parts = [
      "\(Int(share * 100)) %", "\(progress.recordings)/\(progress.totalRecordings) files",
    ]
    if elapsed > 0.5 {
      parts.append("\(decimal(Double(progress.recordings) / elapsed, places: 1)) files/s")
      if progress.seconds > 0 {
        parts.append("\(decimal(progress.seconds / elapsed, places: 0))x real time")
      }
      let worked = Double(progress.bytes - progress.knownBytes)
      if worked > 0, elapsed > 2 {
        let left = Double(progress.totalBytes - progress.bytes) * elapsed / worked
        parts.append("\(clockTime(left)) left")
      }
    }
    return line(share: share, parts: parts, width: width)
  }

  /// `[=======>            ]  38 %  183/480 images  212 images/s  0:01 left`
  static func line(images: Int, of total: Int, elapsed: Double, width: Int) -> String {
    line(counted: images, of: total, "images", elapsed: elapsed, width: width)
  }

  private static func line(
    counted done: Int, of total: Int, _ things: String, elapsed: Double, width: Int
  ) -> String {
    let share = total > 0 ? Double(done) / Double(total) : 1
    var parts = ["\(Int(share * 100)) %", "\(done)/\(total) \(things)"]
    if elapsed > 0.5, done > 0 {
      parts.append("\(decimal(Double(done) / elapsed, places: 0)) \(things)/s")
      if elapsed > 2 {
        parts.append("\(clockTime(Double(total - done) * elapsed / Double(done))) left")
      }
    }
    return line(share: share, parts: parts, width: width)
  }

  /// `[=======>            ]  38 %  241/636 kB  118 kB/s`
  static func line(bytes: Int, of total: Int?, elapsed: Double, width: Int) -> String {
    let whole = total.map { "/\($0 / 1000)" } ?? ""
    var parts = ["\(bytes / 1000)\(whole) kB"]
    let share = total.map { $0 > 0 ? Double(bytes) / Double($0) : 1 } ?? 0
    if total != nil { parts.insert("\(Int(share * 100)) %", at: 0) }
    if elapsed > 0.5 { parts.append("\(decimal(Double(bytes) / elapsed / 1000, places: 0)) kB/s") }
    return line(share: share, parts: parts, width: width)
  }

  private static func line(share: Double, parts: [String], width: Int) -> String {
    let text = parts.joined(separator: "  ")
    let room = min(width - text.count - 5, 30)
    guard room > 4 else { return String(text.prefix(width - 1)) }
    let filled = Int(share * Double(room))
    let bar = String(repeating: "=", count: filled) + (filled < room ? ">" : "")
    return "[" + bar.padding(toLength: room, withPad: " ", startingAt: 0) + "]  " + text
  }
}
