import GRDB
import Testing

@testable import EventLog

@Suite struct ErrorMessageTests {
  static let texts: [(EventLogError, String)] = [
    (
      .missing(path: "a.sqlite"),
      "a.sqlite: there is no event log here. Check the path; `earshot classify` makes one."
    ),
    (
      .unnamed,
      "the event log has no name: its path is empty. Name the file that it is, or shall be."
    ),
    (
      .folder(path: "cards"),
      "cards: a folder is no event log. Name a file in it, such as cards/earshot.sqlite."
    ),
    (
      .folder(path: "cards/"),
      "cards/: a folder is no event log. Name a file in it, such as cards/earshot.sqlite."
    ),
    (
      .notAFile(path: "pipe"),
      "pipe: no ordinary file, which an event log is. Choose another path for the log."
    ),
    (
      .notALog(path: "a.sqlite"),
      """
      a.sqlite: not an event log of earshot. Nothing was changed; choose another path \
      for the log.
      """
    ),
    (
      .newer(path: "a.sqlite", version: 3, supported: 1),
      """
      a.sqlite: written by a newer earshot (log version 3; this one knows up to 1). \
      Nothing was changed; update earshot.
      """
    ),
    (
      .locked(path: "a.sqlite"),
      """
      a.sqlite: another program holds the log. Wait for it or end it, and run again; \
      what was committed is safe.
      """
    ),
    (
      .readOnly(path: "a.sqlite"),
      """
      a.sqlite: the log cannot be written. Give this user the right to write the file \
      and its folder, or choose another path.
      """
    ),
    (
      .cannotOpen(path: "a.sqlite", reason: "unable to open database file"),
      """
      a.sqlite: the log cannot be opened: unable to open database file. Check that its \
      folder exists and may be written.
      """
    ),
    (
      .corrupt(path: "a.sqlite", reason: "database disk image is malformed"),
      """
      a.sqlite: the log is damaged: database disk image is malformed. Nothing was \
      changed. `earshot log salvage --log FILE` keeps the file as it is, and puts what can be read \
      of it into a new one in its place.
      """
    ),
    (
      .full(path: "a.sqlite"),
      """
      a.sqlite: no space left for the log. What was committed is safe; make space and \
      run again.
      """
    ),
    (
      .inputOutput(path: "a.sqlite", reason: "disk I/O error"),
      "a.sqlite: the disk failed: disk I/O error. Check it before you go on."
    ),
    (
      .refused(path: "a.sqlite", reason: "CHECK constraint failed"),
      "a.sqlite: the log refuses what was to be written: CHECK constraint failed."
    ),
    (
      .unknownSpecies(path: "a.sqlite", name: "Dodo", known: ["Emu"]),
      "a.sqlite: no model that wrote to this log knows \"Dodo\". They know Emu."
    ),
    (
      .unknownSite(path: "a.sqlite", name: "Moor", known: ["Old pond", "Wood"]),
      "a.sqlite: this log knows no site \"Moor\". It knows Old pond, Wood."
    ),
    (
      .unknownInput(path: "a.sqlite", name: "Pond", known: ["barn", "heath"]),
      "a.sqlite: this log knows no input \"Pond\". It knows barn, heath."
    ),
    (
      .unknownInput(path: "a.sqlite", name: "Pond", known: []),
      "a.sqlite: this log knows no input \"Pond\", nor any other: no station wrote to it."
    ),
    (
      .unknownSite(path: "a.sqlite", name: "Moor", known: []),
      """
      a.sqlite: this log knows no site "Moor", nor any other: none was named when it was \
      written.
      """
    ),
    (
      .noClip(path: "a.sqlite", clip: "at clips/raven.flac"),
      "a.sqlite: there is no clip at clips/raven.flac in this log, or it was deleted."
    ),
    (
      .exists(path: "a.sqlite"),
      "a.sqlite: there is a file already. Choose another name, or --force to replace it."
    ),
    (
      .inUse(path: "a.sqlite"),
      """
      a.sqlite: cannot be replaced: writes that were not finished lie beside it. Choose \
      another name, or end the program that writes to it.
      """
    ),
    (
      .sameLog(path: "a.sqlite"),
      "a.sqlite: this is the log itself, which has all that it has. Name another one."
    ),
    (
      .notMigrated(path: "a.sqlite", version: 1, reason: "no space left"),
      """
      a.sqlite: the log is of version 1, and was not brought to version 3: no space left. \
      It is as it was; nothing is lost.
      """
    ),
    (
      .failed(path: "a.sqlite", code: 1, reason: "SQL logic error"),
      "a.sqlite: SQLite reports 1: SQL logic error."
    ),
  ]

  @Test(arguments: texts)
  func `an error says what happened, where, and what to do`(error: EventLogError, text: String) {
    #expect("\(error)" == text)
  }

  static let codes: [(ResultCode, EventLogError)] = [
    (.SQLITE_NOTADB, .notALog(path: "a")),
    (.SQLITE_BUSY, .locked(path: "a")),
    (.SQLITE_BUSY_SNAPSHOT, .locked(path: "a")),
    (.SQLITE_LOCKED, .locked(path: "a")),
    (.SQLITE_PROTOCOL, .locked(path: "a")),
    (.SQLITE_READONLY, .readOnly(path: "a")),
    (.SQLITE_READONLY_DIRECTORY, .readOnly(path: "a")),
    (.SQLITE_PERM, .readOnly(path: "a")),
    (.SQLITE_CANTOPEN, .cannotOpen(path: "a", reason: "why")),
    (.SQLITE_CORRUPT, .corrupt(path: "a", reason: "why")),
    (.SQLITE_CORRUPT_INDEX, .corrupt(path: "a", reason: "why")),
    (.SQLITE_FULL, .full(path: "a")),
    (.SQLITE_IOERR_WRITE, .inputOutput(path: "a", reason: "why")),
    (.SQLITE_CONSTRAINT_CHECK, .refused(path: "a", reason: "why")),
    (.SQLITE_TOOBIG, .refused(path: "a", reason: "why")),
    (.SQLITE_NOLFS, .failed(path: "a", code: 22, reason: "why")),
  ]

  @Test(arguments: codes)
  func `each of SQLite's result codes has its meaning`(code: ResultCode, error: EventLogError) {
    #expect(EventLogError(DatabaseError(resultCode: code, message: "why"), path: "a") == error)
  }
}
