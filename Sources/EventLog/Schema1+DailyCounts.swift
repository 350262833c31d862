extension Schema1 {
  /// Events of current decisions, by local day and class, kept by triggers: whoever writes, the
  /// counts agree with the events. Without a known offset the day is that of UTC; an event whose
  /// instant is not known is counted under the empty day.
  ///
  /// A decision is written with `current` 0, its events after it, and is made current last: one
  /// statement then counts them all.
  static let dailyCounts = """
    CREATE TABLE daily_count (
      day TEXT NOT NULL,
      class INTEGER NOT NULL REFERENCES class(id),
      events INTEGER NOT NULL CHECK (events >= 0),
      PRIMARY KEY (day, class)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX daily_count_by_class ON daily_count(class, day);

    CREATE TRIGGER decision_becomes_current AFTER UPDATE OF current ON decision
    WHEN NEW.current = 1 AND OLD.current = 0 BEGIN
      INSERT INTO daily_count (day, class, events)
        SELECT \(day(of: "event")), class, count(*) FROM event
        WHERE decision = NEW.id GROUP BY 1, 2
        ON CONFLICT DO UPDATE SET events = events + excluded.events;
    END;

    CREATE TRIGGER decision_becomes_past AFTER UPDATE OF current ON decision
    WHEN NEW.current = 0 AND OLD.current = 1 BEGIN
      UPDATE daily_count SET events = daily_count.events - past.events
        FROM (SELECT \(day(of: "event")) AS day, class, count(*) AS events FROM event
              WHERE decision = NEW.id GROUP BY 1, 2) AS past
        WHERE daily_count.day = past.day AND daily_count.class = past.class;
      \(dropEmpty(where: "class IN (SELECT class FROM event WHERE decision = NEW.id)"))
    END;

    CREATE TRIGGER event_is_added AFTER INSERT ON event
    WHEN (SELECT current FROM decision WHERE id = NEW.decision) = 1 BEGIN
      \(add("NEW"))
    END;

    CREATE TRIGGER event_is_removed AFTER DELETE ON event
    WHEN (SELECT current FROM decision WHERE id = OLD.decision) = 1 BEGIN
      \(remove("OLD"))
    END;

    CREATE TRIGGER event_is_moved AFTER UPDATE OF class, started_at, utc_offset_minutes ON event
    WHEN (SELECT current FROM decision WHERE id = NEW.decision) = 1 BEGIN
      \(remove("OLD"))
      \(add("NEW"))
    END;
    """

  /// What `daily_count` has to hold, counted from the events.
  static let dailyCountsAnew = """
    SELECT \(day(of: "event")) AS day, class, count(*) AS events
    FROM event JOIN decision ON decision.id = event.decision AND decision.current = 1
    GROUP BY 1, 2
    """

  private static func add(_ row: String) -> String {
    """
    INSERT INTO daily_count (day, class, events) VALUES (\(day(of: row)), \(row).class, 1)
      ON CONFLICT DO UPDATE SET events = events + 1;
    """
  }

  private static func remove(_ row: String) -> String {
    """
    UPDATE daily_count SET events = events - 1
      WHERE day = \(day(of: row)) AND class = \(row).class;
    \(dropEmpty(where: "class = \(row).class"))
    """
  }

  private static func dropEmpty(where condition: String) -> String {
    "DELETE FROM daily_count WHERE events = 0 AND \(condition);"
  }

  /// The local day of an event, as SQL.
  static func day(of event: String) -> String {
    let seconds =
      "\(milliseconds("\(event).started_at")) / 1e3 + ifnull(\(event).utc_offset_minutes, 0) * 60"
    return "ifnull(date(\(seconds), 'unixepoch'), '')"
  }
}
