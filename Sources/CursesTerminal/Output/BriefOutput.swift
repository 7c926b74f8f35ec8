internal import TerminalUI

/// Says what curses said in fewer bytes, leaving the same screen.
///
/// Curses resets attributes one by one before it resets them all, designates a character set with
/// every reset, and never moves down by line feed. In a list that is half of what it sends:
///
/// ```
/// ESC[39m ESC(B ESC[m ESC[7;5H ESC(B ESC[0;1m ESC[38;5;203m HIGH
/// LF ESC[5G ESC[0;1;38;5;203m HIGH
/// ```
///
/// It knows where the cursor is only after curses said so in this update, and forgets it with
/// everything that it does not know.
struct BriefOutput {
  /// False leaves everything as it is: the terminal's sequences are not those of ECMA-48.
  private let isUnderstood: Bool
  private let size: Size

  private var result: [UInt8] = []
  private var row: Int?
  private var column: Int?
  /// A line feed may scroll while a part of the screen is a scrolling region.
  private var isRegionWhole = true
  /// Attributes that nothing was drawn with yet, as the parameters of one sequence.
  private var rendition: [UInt8]?
  /// Whether ASCII was designated, so that designating it again says nothing.
  private var isASCIIDesignated = false

  /// `capability` is terminfo's: nil for what the terminal lacks.
  init(size: Size, capability: (String) -> [UInt8]?) {
    self.size = size
    isUnderstood =
      capability("cup") == Array("\u{1B}[%i%p1%d;%p2%dH".utf8)
      && capability("hpa") == Array("\u{1B}[%i%p1%dG".utf8)
      && capability("cud1") == [0x0A] && capability("cub1") == [0x08]
  }

  /// Somebody else may have written to the terminal, which may have another size now.
  mutating func forget(size: Size) {
    self = BriefOutput(size: size, isUnderstood: isUnderstood)
  }

  private init(size: Size, isUnderstood: Bool) {
    self.size = size
    self.isUnderstood = isUnderstood
  }

  /// One update's bytes, all of it; what was designated holds from one to the next.
  mutating func brief(_ bytes: [UInt8]) -> [UInt8] {
    guard isUnderstood else { return bytes }
    result = []
    result.reserveCapacity(bytes.count)
    (row, column) = (nil, nil)
    var index = 0
    while index < bytes.count {
      let length = Self.length(of: bytes[index...])
      take(bytes[index..<index + length])
      index += length
    }
    flushRendition()
    return result
  }

  // MARK: Reading

  /// Bytes of the sequence, control or scalar that stands first.
  private static func length(of bytes: ArraySlice<UInt8>) -> Int {
    let start = bytes.startIndex
    switch bytes[start] {
    case 0x1B:
      guard start + 1 < bytes.endIndex else { return 1 }
      switch bytes[start + 1] {
      case UInt8(ascii: "["):
        let end = bytes[(start + 2)...].firstIndex { (0x40...0x7E).contains($0) }
        return (end ?? bytes.endIndex - 1) - start + 1
      case 0x20...0x2F: return min(3, bytes.count)
      default: return 2
      }
    case 0xC0...:
      let rest = bytes[(start + 1)...].prefix(3).prefix { $0 & 0xC0 == 0x80 }
      return 1 + rest.count
    default: return 1
    }
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>) {
    guard let first = bytes.first, let last = bytes.last else { return }
    switch first {
    case 0x1B where bytes.count > 2 && bytes[bytes.startIndex + 1] == UInt8(ascii: "["):
      takeControlSequence(bytes[(bytes.startIndex + 2)..<(bytes.endIndex - 1)], last, bytes)
    case 0x1B:
      let isASCII = bytes.elementsEqual([0x1B, UInt8(ascii: "("), UInt8(ascii: "B")])
      guard isASCII else {
        isASCIIDesignated = false
        return pass(bytes)
      }
      if !isASCIIDesignated { result += bytes }
      isASCIIDesignated = true
    case 0x0D:
      result.append(first)
      column = row == nil ? nil : 0
    case ..<0x20: pass(bytes)
    default: draw(bytes)
    }
  }

  private mutating func takeControlSequence(
    _ parameters: ArraySlice<UInt8>,
    _ final: UInt8,
    _ bytes: ArraySlice<UInt8>
  ) {
    let numbers = Self.numbers(parameters)
    switch (Character(Unicode.Scalar(final)), numbers) {
    case ("m", _): note(parameters)
    case ("H", let to?) where to.count == 2: move(to: to[0] - 1, to[1] - 1, bytes)
    case ("d", let to?) where to.count == 1:
      guard let column else { return pass(bytes) }
      move(to: to[0] - 1, column, bytes)
    case ("G", let to?) where to.count == 1:
      result += bytes
      column = to[0] - 1
    case ("K", _), ("X", _):
      flushRendition()
      result += bytes
    case ("r", _):
      isRegionWhole = numbers.map { $0.isEmpty || $0 == [1, size.rows] } ?? false
      pass(bytes)
    default: pass(bytes)
    }
  }

  /// The decimal numbers of `7;12`; nil for anything else.
  private static func numbers(_ parameters: ArraySlice<UInt8>) -> [Int]? {
    var numbers: [Int] = []
    for part in parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
      guard let number = Int(String(decoding: part, as: UTF8.self)) else {
        return parameters.isEmpty ? [] : nil
      }
      numbers.append(number)
    }
    return numbers
  }

  // MARK: Writing

  /// Passes on what may do anything.
  private mutating func pass(_ bytes: ArraySlice<UInt8>) {
    flushRendition()
    result += bytes
    (row, column) = (nil, nil)
  }

  private mutating func draw(_ glyph: ArraySlice<UInt8>) {
    flushRendition()
    result += glyph
    guard let before = column else { return }
    let scalar = String(decoding: glyph, as: UTF8.self).unicodeScalars.first
    guard let width = scalar.flatMap(TextWidth.of) else { return column = nil }
    column = before + width
    // Past the last column terminals differ in where they believe the cursor to be.
    if before + width >= size.columns { (row, column) = (nil, nil) }
  }

  /// Attributes add up until something is drawn; a reset makes those before it void.
  private mutating func note(_ parameters: ArraySlice<UInt8>) {
    let isReset = parameters.isEmpty || parameters.first == UInt8(ascii: "0")
    if isReset || rendition == nil {
      rendition = Array(parameters)
    } else {
      if rendition?.isEmpty == true { rendition = [UInt8(ascii: "0")] }
      rendition? += [UInt8(ascii: ";")] + parameters
    }
  }

  private mutating func flushRendition() {
    guard let parameters = rendition else { return }
    result += [0x1B, UInt8(ascii: "[")] + parameters + [UInt8(ascii: "m")]
    rendition = nil
  }

  /// Moves by whatever is shortest.
  private mutating func move(to newRow: Int, _ newColumn: Int, _ bytes: ArraySlice<UInt8>) {
    var shortest = Array(bytes)
    if let row, newRow >= row, newRow < row + 3, isRegionWhole || newRow == row {
      let down = [UInt8](repeating: 0x0A, count: newRow - row)
      var ways = [down + Array("\u{1B}[\(newColumn + 1)G".utf8)]
      if newColumn == 0 { ways.append([0x0D] + down) }
      if let column, column >= newColumn, column - newColumn < 4 {
        ways.append(down + [UInt8](repeating: 0x08, count: column - newColumn))
      }
      for way in ways where way.count < shortest.count { shortest = way }
    }
    result += shortest
    (row, column) = (newRow, newColumn)
  }
}
