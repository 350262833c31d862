import Testing

@testable import soak

/// That the judgement of a run can fail: each check on a log that is wrong in one point.
@Suite struct JudgementTests {
  private func failures(_ run: SmallRun) throws -> [String] {
    try run.checks().flatMap(\.failures)
  }

  @Test func `a log in which all is told passes every check`() throws {
    let checks = try SmallRun().checks()
    #expect(checks.count == 12)
    for check in checks { #expect(check.isPassed, "\(check)") }
  }

  @Test(arguments: [
    (
      "DELETE FROM score WHERE start_sample = 40000",
      "stream 1 of pond: samples 40000..<56000 are in no window and in no gap"
    ),
    (
      "UPDATE gap SET end_sample = 40001 WHERE end_sample = 40000",
      "stream 1 of pond: samples 40000..<40001 are twice told, the second time by windows"
    ),
    (
      "UPDATE gap SET start_sample = 23999 WHERE start_sample = 24000",
      "stream 1 of pond: samples 23999..<24000 are twice told, the second time by the gap overrun"
    ),
    (
      "DELETE FROM gap WHERE cause = 'tail'",
      "stream 1 of pond: windows and gaps go to sample 56000, and 64000 are said to be done"
    ),
    (
      "UPDATE analysis SET done_through_sample = 63999 WHERE done_through_sample = 64000",
      "stream 1 of pond: windows and gaps go to sample 64000, and 63999 are said to be done"
    ),
    (
      "UPDATE gap SET ended_at = ended_at - 1 WHERE cause = 'lost'",
      """
      pond: where gap 4, lost, ends nothing begins: the next gap, 5, interrupted, begins 3500001 µs \
      later, the next stream, 2, 1 µs later
      """
    ),
    (
      "DELETE FROM gap WHERE cause = 'interrupted'",
      "pond: where stream 2 ends nothing begins: the next gap, 6, stopped, begins 2000000 µs later, "
        + "the next stream never"
    ),
    (
      "UPDATE gap SET ended_at = 12000000 WHERE ended_at IS NULL",
      "pond: does not end with a gap that is open"
    ),
    (
      "DELETE FROM event",
      "acknowledged and lost: closed pond 8000 24000 1500000 Hum"
    ),
    (
      "UPDATE event SET end_sample = 20000",
      "acknowledged and changed: closed pond 8000 24000 1500000 Hum, ends at 20000"
    ),
    (
      "UPDATE event SET started_at = started_at + 1000000",
      "acknowledged and lost: opened pond 8000 16000 1500000 Hum"
    ),
    ("UPDATE event SET state = 'open'", "event 1 is open"),
    ("UPDATE analysis SET state = 'running' WHERE id = 2", "stream 2 is running"),
    (
      """
      INSERT INTO event (decision, class, start_sample, end_sample, started_at, ended_at, peak,
          mean, windows, state)
        VALUES (1, 1, 23999, 30000, 2499937, 2875000, 0.5, 0.5, 1, 'closed')
      """,
      "events 1 and 2, Hum, share samples of stream 1"
    ),
    (
      "UPDATE daily_count SET events = 2",
      "1 daily counts are not those of the events, the first of 1970-01-01"
    ),
    (
      "UPDATE gap SET cause = 'tail' WHERE cause = 'overrun'",
      "pond: fault 15, overrun, left no mark"
    ),
    (
      "UPDATE gap SET cause = 'absent' WHERE cause = 'interrupted'",
      "pond: fault 18, kill, left no mark"
    ),
    (
      "DELETE FROM incident WHERE kind = 'clock_step'", "pond: fault 17, step forward, left no mark"
    ),
    ("DELETE FROM anchor WHERE sample > 0", "1 steps of the clock and 0 anchors"),
    (
      "UPDATE anchor SET utc_at = utc_at + 100000 WHERE sample > 0",
      "stream 2 of pond: at sample 16000 time is moved by 0.600 s"
    ),
    (
      "DELETE FROM incident WHERE kind = 'log_unavailable'",
      "pond: fault 19, locked log, left no mark"
    ),
  ])
  func `a log that is wrong in one point is found out`(damage: String, failure: String) throws {
    let run = try SmallRun()
    try run.spoil(damage)
    let failures = try failures(run)
    #expect(failures.contains(failure), "\(failures)")
  }

  @Test func `sound that is missing at the end of a stream and in no gap makes the sum too small`()
    throws
  {
    let run = try SmallRun()
    // Consistent in itself: four seconds become two, and all after them is earlier.
    try run.spoil(
      """
      DELETE FROM score WHERE analysis = 2 AND start_sample > 0;
      UPDATE analysis SET done_through_sample = 16000 WHERE id = 2;
      """)
    #expect(
      try failures(run).prefix(1) == [
        "pond: 10.0 s of sound and gaps in 12.0 s, and 0.0 s are tolerated"
      ])
  }

  @Test func `a fault that was never tried proves nothing`() throws {
    var run = try SmallRun()
    run.record.faults.removeAll { $0.kind == .stall }
    #expect(try failures(run) == ["stall: never"])
    run.record.faults.removeAll { $0.kind == .fullDisk }
    #expect(try failures(run) == ["stall: never", "full disk: never"])
    run.kinds.remove(.fullDisk)
    #expect(try failures(run) == ["stall: never"])
  }

  @Test func `a station that ended by itself is found out`() throws {
    var run = try SmallRun()
    run.record.unexpectedEnds = ["signal 11"]
    #expect(try failures(run) == ["signal 11"])
  }

  @Test func `memory, threads and descriptors that grow are found out`() throws {
    var run = try SmallRun()
    for index in run.record.samples.indices {
      run.record.samples[index].memory += index * 400_000
      run.record.samples[index].threads += index / 10
      run.record.samples[index].descriptors += index / 5
    }
    let failures = try failures(run)
    #expect(failures.count == 3 && failures[0].hasPrefix("memory grew by "))
    run.record.samples = Array(run.record.samples.prefix(10))
    #expect(try self.failures(run) == ["there are but 0 looks at the last process"])
  }

  @Test func `growth that ends with the warm-up is none`() throws {
    var run = try SmallRun()
    for index in run.record.samples.indices where index < 20 {
      run.record.samples[index].memory -= 20_000_000
    }
    #expect(try failures(run).isEmpty)
  }
}
