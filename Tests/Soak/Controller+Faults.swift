import Foundation
import Station

/// What each kind of fault is.
extension Controller {
  /// Does one thing to the station, all inputs of which are heard, and waits until it is over.
  /// - Parameter card: That of the input to which it is done; what is done to the station is done to all.
  func fault(_ kind: Fault.Kind, to card: PlayedCard, isQuiet: Bool) throws -> Fault {
    let isForAll =
      switch kind {
      case .stepForward, .stepBack, .lockedLog, .fullDisk, .kill, .termination, .pause: true
      default: false
      }
    var fault = Fault(
      kind: kind, inputs: isForAll ? cards.map(\.input.name) : [card.input.name],
      beganAt: time.utc, endedAt: 0)
    let (began, start) = (time.elapsed, ContinuousClock.now)
    switch kind {
    case .overrun: try restart(card) { card.overrun() }
    case .suspension: try restart(card) { card.suspend() }
    case .stutter:
      card.stutters = true
      try pass(seconds: schedule.number(in: 1...3.0))
      card.stutters = false
    case .unplugging, .renumbering:
      let number = card.number ?? 0
      try card.pullOut()
      if !isQuiet, schedule.chance(0.3) {
        // While the station writes that the card is lost.
        try pass(seconds: schedule.number(in: 0...0.03))
        try kill(&fault)
      }
      try pass(seconds: schedule.number(in: 0.1...2.5))
      try card.plugIn(as: kind == .unplugging ? number : freeNumber(but: number))
    case .absentAtStart:
      try stopStation(schedule.chance(0.5) ? SIGTERM : SIGKILL)
      let number = freeNumber(but: 0)
      try card.pullOut()
      try startStation()
      try pass(seconds: schedule.number(in: 1...2.5))
      try card.plugIn(as: number)
    case .stall:
      card.isStalled = true
      try pass(seconds: schedule.number(in: 2...4.0))
      card.isStalled = false
    case .silence:
      card.isSilent = true
      try pass(seconds: schedule.number(in: 2...4.0))
      card.isSilent = false
    case .stepForward, .stepBack: try step(&fault)
    case .lockedLog:
      let lock = try LogLock(folder.liveLog)
      try trouble(card, &fault, isQuiet: isQuiet)
      try lock.release()
    case .fullDisk:
      try fillDisk(&fault)
      try trouble(card, &fault, isQuiet: isQuiet)
      disk.clear()
    case .kill: try kill(&fault)
    case .termination:
      try stopStation(SIGTERM)
      try startStation()
    case .pause:
      station.send(SIGSTOP)
      try pass(seconds: schedule.number(in: 0.2...4.0))
      station.send(SIGCONT)
    }
    fault.seconds = (ContinuousClock.now - start) / .seconds(1)
    try settle()
    fault.endedAt = fault.beganAt + Int64((time.elapsed - began) * 1e6)
    return fault
  }

  /// Waits until the station has started the card again.
  private func restart(_ card: PlayedCard, by cause: () -> Void) throws {
    let before = card.starts
    cause()
    try wait(seconds: 5) { card.starts > before }
  }

  private func kill(_ fault: inout Fault) throws {
    fault.withKill = true
    try stopStation(SIGKILL)
    try startStation()
  }

  /// Fills the disk until the station notices: for a while the log has room that was its own before.
  private func fillDisk(_ fault: inout Fault) throws {
    try disk.fill()
    let status = StatusFile(path: folder.status)
    let isNoticed = try wait(seconds: 20) { (try? status.read())?.log.failure != nil }
    if !isNoticed { fault.inputs = [] }
  }

  /// A while in which the log cannot be written, and in which more happens.
  private func trouble(_ card: PlayedCard, _ fault: inout Fault, isQuiet: Bool) throws {
    try pass(seconds: schedule.number(in: 0.3...1.5))
    switch schedule.number(in: 0...5) {
    case 0:
      let number = card.number ?? 0
      try card.pullOut()
      try pass(seconds: 0.3)
      try card.plugIn(as: freeNumber(but: number))
    case 1: card.overrun()
    case 2 where !isQuiet: try kill(&fault)
    default: break
    }
    try pass(seconds: schedule.number(in: 0.3...1.5))
  }

  /// Sets the clock by an amount that no other step has.
  private func step(_ fault: inout Fault) throws {
    let size = exp(schedule.number(in: log(0.2)...log(7200.0)))
    let milliseconds = Int64(size * 1000)
    let signed = fault.kind == .stepForward ? milliseconds : -milliseconds
    fault.milliseconds = signed
    time.step(milliseconds: signed)
    // Twice the station has to see it, before the clock is set again.
    for card in cards {
      let before = card.framesRead
      try wait(seconds: 5) { card.framesRead > before + Int64(card.input.rate * 5) }
    }
    try pass(seconds: 0.5)
  }

  private func freeNumber(but number: Int) -> Int {
    let taken = cards.compactMap(\.number) + [number]
    return (1...9).filter { !taken.contains($0) }.randomElement(using: &schedule.random) ?? 10
  }
}
