extension Schema3 {
  /// The daily counts of ``Schema1/dailyCounts``, with the highest score of each day: what `events --counts`
  /// tells of all years are then sums and maxima of a few thousand rows.
  ///
  /// What is counted goes up with the event; what goes away takes the highest score with it only if it had
  /// it, and then the day is looked through once more.
  static let dailyCounts = """
    DROP TRIGGER decision_becomes_current;
    DROP TRIGGER decision_becomes_past;
    DROP TRIGGER event_is_added;
    DROP TRIGGER event_is_removed;
    DROP TRIGGER event_is_moved;
    DELETE FROM daily_count;
    ALTER TABLE daily_count ADD COLUMN peak REAL NOT NULL DEFAULT 0 CHECK (peak BETWEEN 0 AND 1);
    INSERT INTO daily_count (day, class, events, peak) \(dailyCountsAnew);

    CREATE TRIGGER decision_becomes_current AFTER UPDATE OF current ON decision
    WHEN NEW.current = 1 AND OLD.current = 0 BEGIN
      INSERT INTO daily_count (day, class, events, peak)
        SELECT \(Schema1.day(of: "event")), class, count(*), max(peak) FROM event
        WHERE decision = NEW.id GROUP BY 1, 2
        ON CONFLICT DO UPDATE
          SET events = events + excluded.events, peak = max(peak, excluded.peak);
    END;

    CREATE TRIGGER decision_becomes_past AFTER UPDATE OF current ON decision
    WHEN NEW.current = 0 AND OLD.current = 1 BEGIN
      UPDATE daily_count SET events = daily_count.events - past.events,
          peak = iif(daily_count.peak > past.peak, daily_count.peak,
            \(highestPeak(day: "daily_count.day", class: "daily_count.class")))
        FROM (SELECT \(Schema1.day(of: "event")) AS day, class, count(*) AS events,
                max(peak) AS peak
              FROM event WHERE decision = NEW.id GROUP BY 1, 2) AS past
        WHERE daily_count.day = past.day AND daily_count.class = past.class;
      DELETE FROM daily_count WHERE events = 0
        AND class IN (SELECT class FROM event WHERE decision = NEW.id);
    END;

    CREATE TRIGGER event_is_added AFTER INSERT ON event
    WHEN (SELECT current FROM decision WHERE id = NEW.decision) = 1 BEGIN
      \(add("NEW"))
    END;

    CREATE TRIGGER event_is_removed AFTER DELETE ON event
    WHEN (SELECT current FROM decision WHERE id = OLD.decision) = 1 BEGIN
      \(remove("OLD"))
    END;

    CREATE TRIGGER event_is_moved AFTER UPDATE OF class, started_at, utc_offset_minutes, peak ON event
    WHEN (NEW.class, NEW.started_at, NEW.utc_offset_minutes, NEW.peak)
        IS NOT (OLD.class, OLD.started_at, OLD.utc_offset_minutes, OLD.peak)
      AND (SELECT current FROM decision WHERE id = NEW.decision) = 1 BEGIN
      \(remove("OLD"))
      \(add("NEW"))
    END;
    """

  /// What `daily_count` has to hold, counted from the events.
  static let dailyCountsAnew = """
    SELECT \(Schema1.day(of: "event")) AS day, class, count(*) AS events, max(peak) AS peak
    FROM event JOIN decision ON decision.id = event.decision AND decision.current = 1
    GROUP BY 1, 2
    """

  private static func add(_ row: String) -> String {
    """
    INSERT INTO daily_count (day, class, events, peak)
      VALUES (\(Schema1.day(of: row)), \(row).class, 1, \(row).peak)
      ON CONFLICT DO UPDATE SET events = events + 1, peak = max(peak, excluded.peak);
    """
  }

  private static func remove(_ row: String) -> String {
    """
    UPDATE daily_count SET events = events - 1,
        peak = iif(peak > \(row).peak, peak,
          \(highestPeak(day: "daily_count.day", class: "daily_count.class")))
      WHERE day = \(Schema1.day(of: row)) AND class = \(row).class;
    DELETE FROM daily_count WHERE events = 0 AND class = \(row).class
      AND day = \(Schema1.day(of: row));
    """
  }

  /// The highest score of a class on a day, as SQL; 0 if it has no event any more. No offset reaches farther
  /// than a day, so that the events of three days are looked at.
  private static func highestPeak(day: String, class row: String) -> String {
    func highest(_ condition: String) -> String {
      """
      (SELECT max(other.peak) FROM event AS other
         JOIN decision AS its ON its.id = other.decision AND its.current = 1
       WHERE other.class = \(row) AND \(condition))
      """
    }
    let midnight = "strftime('%s', \(day)) * 1000000"
    let near =
      "other.started_at >= \(midnight) - 86400000000 AND other.started_at < \(midnight) + 172800000000"
    return """
      ifnull(iif(\(day) = '',
        \(highest("other.started_at IS NULL")),
        \(highest("\(near) AND \(Schema1.day(of: "other")) = \(day)"))), 0)
      """
  }
}
