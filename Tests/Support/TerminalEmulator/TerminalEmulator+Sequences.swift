internal import TerminalUI

/// What each sequence does; false for one that is not known.
extension TerminalEmulator {
  mutating func character(_ byte: UInt8) -> Bool {
    switch byte {
    // Padding and the bell.
    case 0x00, 0x07: break
    case 0x08:
      let stays = isBehindMargin && !habits.backspacesOverMargin
      if !stays { move(to: cursor.row, cursor.column - 1) }
      isBehindMargin = false
    case 0x09: move(to: cursor.row, (cursor.column / 8 + 1) * 8)
    case 0x0A: index()
    case 0x0D: move(to: cursor.row, 0)
    case 0x0E: activeSet = 1
    case 0x0F: activeSet = 0
    default: return false
    }
    return true
  }

  /// A sequence of ESC and what stands here.
  mutating func escape(_ text: String) -> Bool {
    switch text {
    case "M": reverseIndex()
    case "D": index()
    case "E":
      index()
      move(to: cursor.row, 0)
    case "7": saved = (cursor, rendition)
    case "8":
      (cursor, rendition) = saved
      isBehindMargin = false
    case "(B", "(0": isDrawing[0] = text == "(0"
    case ")B", ")0": isDrawing[1] = text == ")0"
    // The keypad's mode.
    case "=", ">": break
    default: return false
    }
    return true
  }

  mutating func control(_ parameters: ArraySlice<UInt8>, _ final: UInt8) -> Bool {
    let isPrivate = parameters.first == UInt8(ascii: "?")
    let digits = parameters.dropFirst(isPrivate ? 1 : 0)
    var numbers: [Int] = []
    if !digits.isEmpty {
      for part in digits.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
        guard let number = part.isEmpty ? 0 : Int(String(decoding: part, as: UTF8.self))
        else { return false }
        numbers.append(number)
      }
    }
    let name = Character(Unicode.Scalar(final))
    if isPrivate { return setModes(numbers, name) }
    return switch name {
    case "m": apply(numbers)
    case "r": setRegion(numbers)
    case "J", "K", "X": erase(name, numbers)
    case "L", "M", "@", "P", "S", "T": shift(name, max(1, numbers.first ?? 1))
    case "b": repeatGlyph(max(1, numbers.first ?? 1))
    // The window's title.
    case "t": true
    case "h", "l": setMode(numbers, isOn: name == "h")
    default: moveCursor(name, numbers)
    }
  }

  private mutating func apply(_ numbers: [Int]) -> Bool { rendition.apply(numbers) }

  private mutating func repeatGlyph(_ count: Int) -> Bool {
    guard let lastGlyph else { return false }
    return (0..<count).allSatisfy { _ in draw(lastGlyph) }
  }

  private mutating func setMode(_ numbers: [Int], isOn: Bool) -> Bool {
    switch numbers {
    case [4]: isInserting = isOn
    // screen's and tmux's way to the usual cursor.
    case [34]: break
    default: return false
    }
    return true
  }

  private mutating func setModes(_ numbers: [Int], _ name: Character) -> Bool {
    // The look of the Linux console's cursor.
    if name == "c" { return numbers.count == 1 }
    // Cursor keys, wrapping, blinking, cursor, mouse, alternate screen, pastes, synchronized updates.
    let known: Set = [1, 7, 12, 25, 1000, 1002, 1003, 1006, 1049, 2004, 2026]
    guard known.isSuperset(of: numbers) else { return false }
    switch name {
    case "h": modes.formUnion(numbers)
    case "l": modes.subtract(numbers)
    default: return false
    }
    return true
  }

  private mutating func setRegion(_ numbers: [Int]) -> Bool {
    let first = numbers.isEmpty ? 1 : numbers[0]
    let last = numbers.count < 2 ? size.rows : numbers[1]
    guard first >= 1, first < last, last <= size.rows else { return false }
    region = first - 1..<last
    move(to: 0, 0)
    return true
  }

  private mutating func moveCursor(_ name: Character, _ numbers: [Int]) -> Bool {
    let count = max(1, numbers.first ?? 1)
    switch name {
    case "A": move(to: cursor.row - count, cursor.column)
    case "B": move(to: cursor.row + count, cursor.column)
    case "C": move(to: cursor.row, cursor.column + count)
    case "D": move(to: cursor.row, cursor.column - count)
    case "G": move(to: cursor.row, count - 1)
    case "d": move(to: count - 1, cursor.column)
    case "H": move(to: count - 1, max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "Z": move(to: cursor.row, (cursor.column - 1) / 8 * 8)
    default: return false
    }
    return true
  }
}
