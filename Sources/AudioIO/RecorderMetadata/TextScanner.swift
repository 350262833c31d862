/// Reads a text byte by byte from the front; what does not fit is left where it is.
struct TextScanner {
  let text: [UInt8]
  var position = 0

  init(_ text: String) { self.text = Array(text.utf8) }

  init(_ text: [UInt8], at position: Int = 0) {
    self.text = text
    self.position = position
  }

  var next: UInt8? { position < text.count ? text[position] : nil }

  var isAtDigit: Bool { next.map(Self.isDigit) ?? false }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let next, UInt32(next) == character.value else { return false }
    position += 1
    return true
  }

  /// Takes `word` if the text goes on with it.
  mutating func take(word: String) -> Bool {
    guard text[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  mutating func skipSpaces() {
    while let next, next == 0x20 || next == 0x09 { position += 1 }
  }

  /// Moves behind the next `word`.
  /// - Returns: Whether there is one; if not, nothing moves.
  mutating func skip(behind word: String) -> Bool {
    let word = Array(word.utf8)
    guard !word.isEmpty, text.count - position >= word.count else { return false }
    for start in position...text.count - word.count
    where text[start] == word[0] && text[start..<start + word.count].elementsEqual(word) {
      position = start + word.count
      return true
    }
    return false
  }

  /// Exactly `count` digits.
  mutating func digits(_ count: Int) -> Int? {
    guard position + count <= text.count else { return nil }
    var value = 0
    for byte in text[position..<position + count] {
      guard Self.isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    position += count
    return value
  }

  /// The digits ahead, at most `limit`.
  mutating func digitRun(limit: Int) -> (value: Int, count: Int) {
    let start = position
    var value = 0
    while position - start < limit, isAtDigit {
      value = value * 10 + Int(text[position] - 0x30)
      position += 1
    }
    return (value, position - start)
  }

  /// Digits behind a decimal point, as millionths; more than six are cut.
  mutating func fraction() -> Int {
    var (value, count) = digitRun(limit: 6)
    while count < 6 { (value, count) = (value * 10, count + 1) }
    while isAtDigit { position += 1 }
    return value
  }

  /// A decimal number: sign, digits, point, digits. No exponent.
  mutating func number() -> Double? {
    var end = position
    if end < text.count, text[end] == 0x2B || text[end] == 0x2D { end += 1 }
    let first = end
    while end < text.count, Self.isDigit(text[end]) { end += 1 }
    guard end > first else { return nil }
    if end + 1 < text.count, text[end] == 0x2E, Self.isDigit(text[end + 1]) {
      end += 1
      while end < text.count, Self.isDigit(text[end]) { end += 1 }
    }
    guard let value = Double(String(decoding: text[position..<end], as: UTF8.self)),
      value.isFinite
    else { return nil }
    position = end
    return value
  }

  /// An offset from UTC in minutes: `Z`, `+1`, `-03`, `+5:30`, `+0530`, `-05:00`.
  mutating func utcOffset() -> Int? {
    let start = position
    if take("Z") { return 0 }
    let isNegative = next == 0x2D
    guard take("+") || take("-") else { return nil }
    var (hours, count) = digitRun(limit: 4)
    var minutes = 0
    switch count {
    case 1, 2:
      if take(":") {
        skipSpaces()
        guard case (let value, let digits) = digitRun(limit: 2), digits > 0 else { break }
        minutes = value
      }
    case 4: (hours, minutes) = (hours / 100, hours % 100)
    default: count = 0
    }
    guard count > 0, hours <= 18, minutes < 60 else {
      position = start
      return nil
    }
    return (isNegative ? -1 : 1) * (hours * 60 + minutes)
  }

  /// The text from here to the next of `ends`, or to the end.
  func text(upTo ends: String) -> String {
    let ends = Set(ends.utf8)
    return String(decoding: text[position...].prefix { !ends.contains($0) }, as: UTF8.self)
  }
}

extension String {
  /// Bytes up to the first zero, without surrounding white space; `nil` if nothing is left.
  init?(trimming bytes: some Collection<UInt8>) {
    let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    self.init(nonEmpty: text)
  }

  /// `text` without surrounding white space; `nil` if nothing is left.
  init?(nonEmpty text: some StringProtocol) {
    func isBlank(_ character: Character) -> Bool { character.isWhitespace || character == "\0" }
    var text = Substring(text).drop(while: isBlank)
    while let last = text.last, isBlank(last) { text.removeLast() }
    guard !text.isEmpty else { return nil }
    self.init(text)
  }
}
