/// What the name of a recording tells: a time, and often who recorded it and where.
///
/// | recorder | name |
/// |---|---|
/// | AudioMoth | `20240903_202615T.WAV`, `242A2604603691DD_20250503_031300.WAV`, `5E90A4D4.WAV` |
/// | Song Meter | `S4A00001_20190522_000000.wav`, `SM301297_0+1_20170912$220000.wav` |
/// | Frontier Labs | `20190102T030405+1000_REC [-27.3866 152.8761].flac` |
/// | Swift | `SwiftOne_20220719_000000_-0400.wav` |
/// | others | `2025-09-30T03:32:35.594002Z.wav`, `x2010-08-26_10_39_50y.wav`, `20070415051314.wav` |
///
/// AudioMoth names eight hexadecimal digits in UTC, all others in the recorder's local time unless
/// an offset follows.
struct RecordingName {
  private let stem: [UInt8]

  /// - Parameter name: Without folders.
  init(_ name: String) {
    let bytes = Array(name.utf8)
    // What follows the last point is the kind of file, unless it is digits of a second.
    stem = bytes.lastIndex(of: 0x2E).map { Array(bytes[..<$0]) } ?? bytes
  }

  var facts: RecorderFacts {
    var facts = RecorderFacts(.fileName)
    if let epoch {
      facts.stamp = epoch
      facts.values.make = "Open Acoustic Devices"
      facts.values.model = "AudioMoth"
      return facts
    }
    for start in stem.indices
    where TextScanner.isDigit(stem[start]) && (start == 0 || !TextScanner.isDigit(stem[start - 1]))
    {
      var scanner = TextScanner(stem, at: start)
      guard let stamp = Self.stamp(&scanner) else { continue }
      facts.stamp = stamp
      if Self.isTriggerMark(&scanner) { facts.values.isTriggered = true }
      Self.recorder(beforeTime: stem[..<start], &facts.values)
      Self.place(afterTime: scanner, &facts.values)
      return facts
    }
    return facts
  }

  /// Seconds since 1970 UTC in hexadecimal, from the year AudioMoth appeared (2016) to 2038; eight
  /// decimal digits would be years ago or to come, or are a counter.
  private var epoch: TimeStamp? {
    guard stem.count == 8, let seconds = UInt32(String(decoding: stem, as: UTF8.self), radix: 16),
      (0x5680_0000..<0x8000_0000).contains(seconds),
      stem.contains(where: { !TextScanner.isDigit($0) }) || seconds < 0x7000_0000
    else { return nil }
    return TimeStamp(secondsSince1970: Int64(seconds))
  }

  private static func stamp(_ scanner: inout TextScanner) -> TimeStamp? {
    let start = scanner.position
    if let time = basicTime(&scanner) ?? extendedTime(&scanner, from: start) {
      return TimeStamp(time, offsetMinutes: offset(&scanner))
    }
    return nil
  }

  /// `YYYYMMDD_HHMMSS`, the separator being any of `_`, `-`, `T`, `$` or nothing. Some Frontier Labs
  /// firmware writes a space for the first digit of month or day (FL008).
  private static func basicTime(_ scanner: inout TextScanner) -> CivilTime? {
    let start = scanner.position
    func twoDigits() -> Int? {
      if scanner.take(" ") { return scanner.digits(1) }
      return scanner.digits(2)
    }
    if let year = scanner.digits(4), let month = twoDigits(), let day = twoDigits() {
      let isSeparated =
        scanner.take("_") || scanner.take("-") || scanner.take("T") || scanner.take("$")
      if let hour = scanner.digits(2), let minute = scanner.digits(2),
        let second = scanner.digits(2),
        isSeparated || !scanner.isAtDigit,
        let time = CivilTime(
          year: year, month: month, day: day, hour: hour, minute: minute, second: second,
          microsecond: fraction(&scanner))
      {
        return time
      }
    }
    scanner.position = start
    return nil
  }

  /// `YYYY-MM-DDTHH:MM:SS`, with `-` or `_` for any of the separators.
  private static func extendedTime(_ scanner: inout TextScanner, from start: Int) -> CivilTime? {
    scanner.position = start
    func separator() -> Bool {
      var found = false
      while scanner.take("-") || scanner.take("_") || scanner.take(":") || scanner.take("T")
        || scanner.take(" ")
      {
        found = true
      }
      return found
    }
    guard let year = scanner.digits(4), separator(), let month = scanner.digits(2), separator(),
      let day = scanner.digits(2), separator(), let hour = scanner.digits(2), separator(),
      let minute = scanner.digits(2), separator(), let second = scanner.digits(2)
    else { return nil }
    return CivilTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      microsecond: fraction(&scanner))
  }

  /// `.123456`, but not the beginning of another word, as in `20180517_010348.5AFCD4F4`. Also the
  /// digits that some recorders write without a point, if an offset follows.
  private static func fraction(_ scanner: inout TextScanner) -> Int {
    var ahead = scanner
    let isPointed = ahead.take(".")
    guard ahead.isAtDigit else { return 0 }
    let value = ahead.fraction()
    switch ahead.next {
    case nil, UInt8(ascii: "_"), UInt8(ascii: "Z"): guard isPointed else { return 0 }
    case UInt8(ascii: "+"), UInt8(ascii: "-"): break
    default: return 0
    }
    scanner = ahead
    return value
  }

  /// `Z`, `+1000`, `+10`, `-10:30`, and `_-0400`, but not the beginning of a latitude.
  private static func offset(_ scanner: inout TextScanner) -> Int? {
    for isSeparated in [false, true] {
      var ahead = scanner
      if isSeparated, !ahead.take("_") { continue }
      let start = ahead.position
      guard let minutes = ahead.utcOffset() else { continue }
      let length = ahead.position - start
      let isZulu = length == 1
      if isZulu, isSeparated { continue }
      if !isZulu, !(isSeparated ? [5, 6] : [3, 5, 6]).contains(length) { continue }
      if ahead.isAtDigit || (!isZulu && ahead.next == UInt8(ascii: ".")) { continue }
      scanner = ahead
      return minutes
    }
    return nil
  }

  private static func isTriggerMark(_ scanner: inout TextScanner) -> Bool {
    guard scanner.next == UInt8(ascii: "T"), scanner.position + 1 == scanner.text.count else {
      return false
    }
    scanner.position += 1
    return true
  }

  /// The serial number or the name of a recorder.
  private static func recorder(
    beforeTime prefix: ArraySlice<UInt8>, _ values: inout RecorderMetadata
  ) {
    var words = String(decoding: prefix, as: UTF8.self).split(separator: "_")
    // SM3 writes its channels between name and time: "0+1", or "0" and "1" alone.
    if let last = words.last, words.count > 1, ["0+1", "0+0", "1+1", "0", "1"].contains(last) {
      words.removeLast()
    }
    guard let name = String(nonEmpty: words.joined(separator: "_")) else { return }
    if let serial = AudioMothComment.identifier(name) {
      values.make = "Open Acoustic Devices"
      values.model = "AudioMoth"
      values.serial = serial
      return
    }
    values.stationName = name
    let serials = ["S4A", "S4U", "SMM", "SMA", "SMU", "SM3"]
    if name.utf8.count == 8, serials.contains(String(name.prefix(3))),
      name.dropFirst(3).allSatisfy({ ("0"..."9").contains($0) })
    {
      values.make = "Wildlife Acoustics"
      values.serial = name
    }
  }

  /// `_REC [-27.3866 152.8761]`, `_Bar29 _27.2819 90.1361_`, `_Rec2_-18.2656+144.5564`.
  private static func place(afterTime scanner: TextScanner, _ values: inout RecorderMetadata) {
    let rest = String(decoding: scanner.text[scanner.position...], as: UTF8.self)
    if rest.uppercased().hasPrefix("_REC") { values.make = "Frontier Labs" }
    for start in scanner.position..<scanner.text.count
    where [UInt8(ascii: "["), UInt8(ascii: "_")].contains(scanner.text[start]) {
      var ahead = TextScanner(scanner.text, at: start + 1)
      guard let latitude = ahead.number() else { continue }
      let isSpaced = ahead.next == UInt8(ascii: " ")
      ahead.skipSpaces()
      guard isSpaced || ahead.next == UInt8(ascii: "+") || ahead.next == UInt8(ascii: "-"),
        let longitude = ahead.number(),
        let position = RecorderMetadata.Position(latitude: latitude, longitude: longitude)
      else { continue }
      values.position = position
      return
    }
  }
}

extension TimeStamp {
  /// An instant in UTC.
  fileprivate init?(secondsSince1970 seconds: Int64) {
    // Days are counted from 1 March 0000. Source: as in CivilTime.
    let days = Int(seconds / 86_400) + 719_468
    let rest = Int(seconds % 86_400)
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    guard
      let time = CivilTime(
        year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month: month,
        day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, hour: rest / 3600,
        minute: rest / 60 % 60, second: rest % 60)
    else { return nil }
    self.init(time, offsetMinutes: 0)
  }
}
