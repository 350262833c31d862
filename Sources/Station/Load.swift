/// How much work the sound of the last minute was.
struct Load {
  private static let span = 60.0

  /// Seconds of sound and of work, and when they were done, seconds.
  private var pieces: [(at: Double, sound: Double, work: Double)] = []
  private var sound = 0.0
  private var work = 0.0

  /// - Parameter now: Seconds of a clock that does not step; pieces are put together by the second.
  mutating func add(sound: Double, work: Double, now: Double) {
    self.sound += sound
    self.work += work
    if let last = pieces.last, now - last.at < 1 {
      pieces[pieces.count - 1].sound += sound
      pieces[pieces.count - 1].work += work
    } else {
      pieces.append((now, sound, work))
    }
    while let first = pieces.first, now - first.at > Self.span {
      self.sound -= first.sound
      self.work -= first.work
      pieces.removeFirst()
    }
  }

  /// Seconds of sound that one second of work does; `nil` before there was any.
  var realTimeFactor: Double? { work > 0 && sound > 0 ? sound / work : nil }
}
