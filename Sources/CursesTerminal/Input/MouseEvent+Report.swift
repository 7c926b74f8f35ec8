import TerminalUI

extension MouseEvent {
  /// Reads `ESC [ < button ; column ; row M`, the form of mode 1006.
  ///
  /// Nil for anything but a whole report of the left button going down, or of the wheel, with no key held:
  /// terminals keep those for selecting text.
  init?(report sequence: [UInt8]) {
    guard sequence.starts(with: Array("\u{1B}[<".utf8)), sequence.last == UInt8(ascii: "M") else {
      return nil
    }
    let numbers = sequence.dropFirst(3).dropLast()
      .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map(Self.number)
    guard numbers.count == 3, let button = numbers[0], let column = numbers[1],
      let row = numbers[2], column > 0, row > 0
    else { return nil }
    let action: Action
    switch button {
    case 0: action = .press
    case 64: action = .wheelUp
    case 65: action = .wheelDown
    default: return nil
    }
    self.init(action, at: Position(row: row - 1, column: column - 1))
  }

  /// A number of digits alone, and few enough of them not to overflow.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
