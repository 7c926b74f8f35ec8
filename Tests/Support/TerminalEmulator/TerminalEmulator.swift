package import TerminalUI

/// A terminal as a value: bytes go in, cells and a cursor come out.
///
/// It follows xterm in what terminfo's entries for xterm, screen, tmux, linux and rxvt promise and in
/// what this program sends besides. A sequence that it does not know is an error, not a shrug: the
/// test could not tell what it left on the screen.
package struct TerminalEmulator: Sendable {
  /// Where honest terminals differ; what is sent to them must look alike on all.
  package struct Habits: Sendable {
    /// Erasing and scrolling in leave the background that is set (`bce`).
    package var erasesWithBackground: Bool
    /// A step back from behind the last column goes to the last but one, not to the last.
    package var backspacesOverMargin: Bool
    /// SU and SD (`CSI n S`, `CSI n T`) scroll; recorders and old terminals ignore them.
    package var knowsScrolling: Bool

    package init(
      erasesWithBackground: Bool = true,
      backspacesOverMargin: Bool = true,
      knowsScrolling: Bool = true
    ) {
      self.erasesWithBackground = erasesWithBackground
      self.backspacesOverMargin = backspacesOverMargin
      self.knowsScrolling = knowsScrolling
    }
  }

  /// What stands in one column of one row.
  package struct Cell: Hashable, Sendable {
    /// The glyph with its combining marks; empty for the right half of a wide one.
    package var text = " "
    package var rendition = Rendition()
    /// Columns: 1, 2, or 0 for the right half of the wide glyph before it.
    package var width = 1
  }

  /// Bytes that no terminal of this program is sent.
  package struct UnknownSequence: Error, CustomStringConvertible {
    package let bytes: [UInt8]
    package var description: String {
      "a sequence that the emulator does not know: \(String(decoding: bytes, as: UTF8.self).debugDescription)"
    }
  }

  package let size: Size
  package let habits: Habits
  /// Row by row.
  package internal(set) var cells: [Cell]
  package internal(set) var cursor = Position(row: 0, column: 0)
  /// The glyph in the last column was drawn, and the next one goes to the next row.
  package internal(set) var isBehindMargin = false
  /// Private modes that are on, such as 25 for the cursor.
  package internal(set) var modes: Set<Int> = [7, 25]

  /// Rows that scroll, from the first up to and without the last.
  var region: Range<Int>
  var rendition = Rendition()
  /// Whether what is drawn moves the rest of its row to the right.
  var isInserting = false
  /// Whether G0 and G1 are the line drawing set, and which one is in use.
  var isDrawing = [false, false]
  var activeSet = 0
  var saved: (cursor: Position, rendition: Rendition) = (Position(row: 0, column: 0), Rendition())
  /// What REP repeats.
  var lastGlyph: Unicode.Scalar?
  /// The beginning of a sequence or scalar whose rest has not come.
  private var unread: [UInt8] = []

  /// A blank terminal of at least one cell.
  package init(size: Size, habits: Habits = Habits()) {
    self.size = size
    self.habits = habits
    cells = Array(repeating: Cell(), count: size.columns * size.rows)
    region = 0..<size.rows
  }

  /// Takes bytes as they came, torn anywhere.
  ///
  /// Throws ``UnknownSequence``; what stood before it has been drawn.
  package mutating func feed(_ bytes: [UInt8]) throws(UnknownSequence) {
    let bytes = unread + bytes
    unread = []
    var index = 0
    while index < bytes.count {
      guard let length = Self.length(of: bytes[index...]) else {
        unread = Array(bytes[index...])
        return
      }
      try take(bytes[index..<index + length])
      index += length
    }
  }

  /// The cell at a place; a blank outside the screen.
  package subscript(row: Int, column: Int) -> Cell {
    guard (0..<size.rows).contains(row), (0..<size.columns).contains(column) else { return Cell() }
    return cells[row * size.columns + column]
  }

  /// The glyphs alone, a line a row, without trailing blanks.
  package var text: String {
    (0..<size.rows).map { row in
      var line = (0..<size.columns).map { self[row, $0].text }.joined()
      while line.last == " " { line.removeLast() }
      return line
    }
    .joined(separator: "\n")
  }

  // MARK: Reading

  /// Bytes of what stands first; nil where its end has not come yet.
  private static func length(of bytes: ArraySlice<UInt8>) -> Int? {
    let start = bytes.startIndex
    let first = bytes[start]
    if first >= 0xC0 {
      let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
      return bytes.count >= length ? length : nil
    }
    guard first == 0x1B else { return 1 }
    guard bytes.count > 1 else { return nil }
    switch bytes[start + 1] {
    case UInt8(ascii: "["):
      return bytes[(start + 2)...].firstIndex { (0x40...0x7E).contains($0) }
        .map { $0 - start + 1 }
    case UInt8(ascii: "]"), UInt8(ascii: "P"):
      if let end = bytes.firstIndex(of: 0x07) { return end - start + 1 }
      let rest = bytes[(start + 2)...]
      return zip(rest.indices, rest.indices.dropFirst())
        .first { rest[$0] == 0x1B && rest[$1] == UInt8(ascii: "\\") }
        .map { $1 - start + 1 }
    case 0x20...0x2F: return bytes.count > 2 ? 3 : nil
    default: return 2
    }
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>) throws(UnknownSequence) {
    let unknown = UnknownSequence(bytes: Array(bytes))
    guard let first = bytes.first, let last = bytes.last else { return }
    switch first {
    case 0x1B:
      let isKnown =
        switch bytes[bytes.startIndex + 1] {
        case UInt8(ascii: "["):
          control(bytes[(bytes.startIndex + 2)..<(bytes.endIndex - 1)], last)
        // A title or the clipboard, which no cell shows.
        case UInt8(ascii: "]"), UInt8(ascii: "P"): true
        default: escape(String(decoding: bytes.dropFirst(), as: UTF8.self))
        }
      guard isKnown else { throw unknown }
    case ..<0x20: guard character(first) else { throw unknown }
    default:
      let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
      guard let scalar = scalars.first, scalars.count == 1,
        scalar != "\u{FFFD}" || bytes.count == 3,
        draw(scalar)
      else { throw unknown }
    }
  }
}
