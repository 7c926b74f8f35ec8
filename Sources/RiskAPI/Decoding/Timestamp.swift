public import Foundation

/// RFC 3339 timestamps, read and written without a formatter: 100 000 of them take milliseconds.
///
/// ```swift
/// Timestamp.parse("2026-11-21T08:40:00.5+09:00")  // 2026-11-20 23:40:00.5 UTC
/// ```
public enum Timestamp {
  /// Reads `2026-11-21T08:40:00Z`, with a fraction of any length, `Z` or an offset, `T` and `Z` in
  /// either case, or a space for `T`; nil for anything else.
  ///
  /// A leap second (`:60`) is read as the second after it.
  public static func parse(_ text: String) -> Date? {
    var text = text
    return text.withUTF8 { parse(utf8: $0) }
  }

  /// Reads the same from bytes.
  static func parse(utf8 bytes: UnsafeBufferPointer<UInt8>) -> Date? {
    var reader = Reader(bytes: bytes)
    return reader.date()
  }

  /// Writes UTC with up to six digits of fraction: `2026-11-21T08:40:00.5Z`.
  public static func format(_ date: Date) -> String {
    let seconds = date.timeIntervalSince1970
    // Beyond these years RFC 3339 has no form; such a date never came from the API.
    guard seconds >= -62_135_596_800, seconds < 253_402_300_800 else { return "" }
    return format(microseconds: Int64((seconds * 1_000_000).rounded()), fraction: .shortest)
  }

  /// How much of a second's fraction is written.
  package enum Fraction: Sendable {
    case none
    /// Three digits.
    case milliseconds
    /// Up to six digits, none of them a zero at the end.
    case shortest
  }

  /// Writes a moment in microseconds since 1970, of the years 1 to 9999.
  package static func format(microseconds: Int64, fraction kind: Fraction) -> String {
    let (days, ofDay) = microseconds.flooredDivision(by: 86_400_000_000)
    let (year, month, day) = civil(fromDays: Int(days))
    let (second, fraction) = ofDay.quotientAndRemainder(dividingBy: 1_000_000)
    var text = Array("0000-00-00T00:00:00".utf8)
    write(year, endingAt: 4, in: &text)
    write(month, endingAt: 7, in: &text)
    write(day, endingAt: 10, in: &text)
    write(Int(second) / 3600, endingAt: 13, in: &text)
    write(Int(second) / 60 % 60, endingAt: 16, in: &text)
    write(Int(second) % 60, endingAt: 19, in: &text)
    if kind == .milliseconds || kind == .shortest && fraction != 0 {
      text += Array(".000000".utf8)
      write(Int(fraction), endingAt: 26, in: &text)
      if kind == .milliseconds { text.removeLast(3) }
      while kind == .shortest, text.last == UInt8(ascii: "0") { text.removeLast() }
    }
    text.append(UInt8(ascii: "Z"))
    return String(decoding: text, as: UTF8.self)
  }

  /// Puts digits over the zeros before a place.
  private static func write(_ number: Int, endingAt end: Int, in text: inout [UInt8]) {
    var number = number
    var place = end - 1
    while number > 0 {
      text[place] = UInt8(ascii: "0") + UInt8(number % 10)
      number /= 10
      place -= 1
    }
  }

  /// Days since 1970-01-01 in the Gregorian calendar, after Howard Hinnant's `days_from_civil`.
  fileprivate static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The inverse of `days(year:month:day:)`.
  private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

/// Walks over the bytes of one timestamp.
private struct Reader {
  // SAFETY: lives only inside `withUTF8`, and every read is checked against `count`.
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func date() -> Date? {
    guard let year = number(digits: 4), skip("-", "-"),
      let month = number(digits: 2), (1...12).contains(month), skip("-", "-"),
      let day = number(digits: 2), (1...daysIn(month, year)).contains(day),
      skip("T", "t") || skip(" ", " "),
      let hour = number(digits: 2), hour < 24, skip(":", ":"),
      let minute = number(digits: 2), minute < 60, skip(":", ":"),
      let second = number(digits: 2), second <= 60,
      let fraction = fraction(), let offset = offset(), position == bytes.count
    else { return nil }
    let days = Timestamp.days(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
    return Date(timeIntervalSince1970: Double(seconds) + fraction)
  }

  private func daysIn(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Reads `.25` as 0.25, no point as 0, a point without a digit as nil.
  ///
  /// Digits past the ninth are read and dropped.
  private mutating func fraction() -> Double? {
    guard skip(".", ",") else { return 0 }
    var value = 0
    var scale = 1
    let start = position
    while let digit = digit() {
      if scale < 1_000_000_000 {
        value = value * 10 + digit
        scale *= 10
      }
    }
    return position == start ? nil : Double(value) / Double(scale)
  }

  /// Seconds east of UTC: `Z` is 0, `+09:00` is 32 400.
  private mutating func offset() -> Int? {
    if skip("Z", "z") { return 0 }
    let isWest = skip("-", "-")
    guard isWest || skip("+", "+"), let hours = number(digits: 2), hours < 24, skip(":", ":"),
      let minutes = number(digits: 2), minutes < 60
    else { return nil }
    return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
  }

  private mutating func number(digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private mutating func digit() -> Int? {
    guard position < bytes.count, case 0x30...0x39 = bytes[position] else { return nil }
    defer { position += 1 }
    return Int(bytes[position]) - 0x30
  }

  private mutating func skip(_ upper: Unicode.Scalar, _ lower: Unicode.Scalar) -> Bool {
    guard position < bytes.count,
      bytes[position] == UInt8(ascii: upper) || bytes[position] == UInt8(ascii: lower)
    else { return false }
    position += 1
    return true
  }
}
