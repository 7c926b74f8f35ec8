import TerminalUI

/// Which key a complete escape sequence stands for.
///
/// First what the terminal's own description says, then the forms of xterm, rxvt, the Linux console,
/// tmux and screen, which terminals send whatever their description says.
struct KeySequences: Sendable {
  /// Sequences from the terminal's description.
  private let described: [[UInt8]: Key]

  /// Takes the keys of a terminal's description.
  ///
  /// - Parameter capability: the string of a terminfo capability, such as `kcuu1`.
  init(capability: (String) -> [UInt8]? = { _ in nil }) {
    var described: [[UInt8]: Key] = [:]
    for (name, key) in Self.capabilities {
      // Single bytes are control characters; those mean the same on every terminal.
      guard let sequence = capability(name), sequence.count > 1, sequence[0] == 0x1B else {
        continue
      }
      described[sequence] = described[sequence] ?? key
    }
    self.described = described
  }

  /// The key of a whole sequence that the terminal's description names.
  func describedKey(_ sequence: [UInt8]) -> Key? {
    described[sequence]
  }

  /// The key of `ESC O final`, or with numbers before it, of which the last is the modifiers, as some
  /// terminals send: `ESC O 5 A`, `ESC O 1 ; 5 A`.
  func applicationKey(_ sequence: [UInt8]) -> Key {
    if let key = described[sequence] { return key }
    guard sequence.count > 2, let final = sequence.last else { return Key(.unknown) }
    let numbers = Self.numbers(sequence[2..<(sequence.count - 1)])
    let modifiers = numbers?.last.map(Self.modifiers) ?? []
    switch final {
    // rxvt: Control with an arrow.
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      return Key(Self.arrows[Int(final - UInt8(ascii: "a"))], .control)
    case UInt8(ascii: "M"): return Key(.enter, modifiers)
    // The numeric pad in application mode: what its keys are without Num Lock.
    case UInt8(ascii: "w"): return .home
    case UInt8(ascii: "x"): return .up
    case UInt8(ascii: "y"): return .pageUp
    case UInt8(ascii: "t"): return .left
    case UInt8(ascii: "v"): return .right
    case UInt8(ascii: "q"): return .end
    case UInt8(ascii: "r"): return .down
    case UInt8(ascii: "s"): return .pageDown
    case UInt8(ascii: "p"): return Key(.insert)
    case UInt8(ascii: "n"): return .delete
    case UInt8(ascii: "j")...UInt8(ascii: "o"):
      return Key(.character(Character(Unicode.Scalar(final - 0x40))))
    default: return Key(Self.code(ofLetter: final) ?? .unknown, modifiers)
    }
  }

  /// The key of `ESC [ parameters final`; nil for reports that are no key at all.
  func controlKey(_ sequence: [UInt8]) -> Key? {
    if let key = described[sequence] { return key }
    guard sequence.count > 2, let final = sequence.last else { return Key(.unknown) }
    let body = sequence[2..<(sequence.count - 1)]
    // The Linux console's F1 to F5: ESC [ [ A
    if body.first == UInt8(ascii: "["), (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(final) {
      return Key(.function(Int(final - 0x40)))
    }
    // Mouse reports; focus gained and lost.
    if body.first == UInt8(ascii: "<") { return nil }
    if body.isEmpty, final == UInt8(ascii: "I") || final == UInt8(ascii: "O") { return nil }

    guard let numbers = Self.numbers(body) else { return Key(.unknown) }
    let modifiers = numbers.count > 1 ? Self.modifiers(numbers[1]) : []
    switch final {
    case UInt8(ascii: "~"):
      // modifyOtherKeys: 27 ; modifiers ; code ~
      if numbers.count == 3, numbers[0] == 27 { return Self.key(code: numbers[2], modifiers) }
      return Key(Self.code(ofNumber: numbers.first ?? 0) ?? .unknown, modifiers)
    // rxvt ends the sequence with what was held.
    case UInt8(ascii: "$"): return Key(Self.code(ofNumber: numbers.first ?? 0) ?? .unknown, .shift)
    case UInt8(ascii: "^"):
      return Key(Self.code(ofNumber: numbers.first ?? 0) ?? .unknown, .control)
    case UInt8(ascii: "@"):
      return Key(Self.code(ofNumber: numbers.first ?? 0) ?? .unknown, [.control, .shift])
    case UInt8(ascii: "a")...UInt8(ascii: "d") where numbers.isEmpty:
      return Key(Self.arrows[Int(final - UInt8(ascii: "a"))], .shift)
    case UInt8(ascii: "Z"): return Key(.tab, modifiers.union(.shift))
    // The newer protocols: code ; modifiers u
    case UInt8(ascii: "u"): return Self.key(code: numbers.first ?? 0, modifiers)
    // 1 ; modifiers letter. With other numbers it is a report, such as where the cursor stands.
    default:
      guard numbers.count <= 2, (numbers.first ?? 1) <= 1 else { return Key(.unknown) }
      return Key(Self.code(ofLetter: final) ?? .unknown, modifiers)
    }
  }

  // MARK: Forms

  private static let arrows: [Key.Code] = [.up, .down, .right, .left]

  private static func code(ofLetter final: UInt8) -> Key.Code? {
    switch final {
    case UInt8(ascii: "A")...UInt8(ascii: "D"): arrows[Int(final - UInt8(ascii: "A"))]
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(final - UInt8(ascii: "P")) + 1)
    default: nil
    }
  }

  private static func code(ofNumber number: Int) -> Key.Code? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    // The numbers leave gaps where the VT220's keyboard had them.
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28, 29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }

  /// xterm's modifier parameter: 1 plus 1 for Shift, 2 for Alt, 4 for Control, 8 for Meta.
  private static func modifiers(_ parameter: Int) -> Key.Modifiers {
    let bits = parameter - 1
    guard bits > 0 else { return [] }
    var modifiers: Key.Modifiers = []
    if bits & 1 != 0 { modifiers.insert(.shift) }
    if bits & (2 | 8 | 32) != 0 { modifiers.insert(.alt) }
    if bits & 4 != 0 { modifiers.insert(.control) }
    return modifiers
  }

  /// A key named by its code point, as the newer protocols do.
  private static func key(code: Int, _ modifiers: Key.Modifiers) -> Key {
    switch code {
    case 8, 127: return Key(.backspace, modifiers)
    case 9: return Key(.tab, modifiers)
    case 13: return Key(.enter, modifiers)
    case 27: return Key(.escape, modifiers)
    case 0..<32, 0x80..<0xA0, 0xE000...0xF8FF: return Key(.unknown)
    default:
      guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else {
        return Key(.unknown)
      }
      let character = Character(scalar)
      guard modifiers.contains(.shift) else { return Key(.character(character), modifiers) }
      let upper = modifiers.contains(.control) ? String(character) : character.uppercased()
      return Key(.character(upper.first ?? character), modifiers.subtracting(.shift))
    }
  }

  /// Reads `5;3` as 5 and 3, an empty number as 0.
  ///
  /// - Returns: nil for anything but digits and semicolons.
  private static func numbers(_ body: ArraySlice<UInt8>) -> [Int]? {
    if body.isEmpty { return [] }
    var numbers = [0]
    for byte in body {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        // No key has a number beyond Unicode's; a longer one must not overflow.
        numbers[numbers.count - 1] = min(
          numbers[numbers.count - 1] * 10 + Int(byte - 0x30),
          0x11_0000
        )
      case UInt8(ascii: ";"): numbers.append(0)
      default: return nil
      }
    }
    return numbers
  }

  // MARK: Terminfo

  private static let capabilities: [(String, Key)] = {
    var all: [(String, Key)] = [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home),
      ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown), ("kich1", Key(.insert)),
      ("kdch1", .delete), ("kbs", .backspace), ("kcbt", .shiftTab), ("kent", .enter),
      ("kind", Key(.down, .shift)), ("kri", Key(.up, .shift)), ("kLFT", Key(.left, .shift)),
      ("kRIT", Key(.right, .shift)), ("kHOM", Key(.home, .shift)), ("kEND", Key(.end, .shift)),
      ("kPRV", Key(.pageUp, .shift)), ("kNXT", Key(.pageDown, .shift)),
      ("kIC", Key(.insert, .shift)), ("kDC", Key(.delete, .shift)),
      ("ka1", .home), ("ka3", .pageUp), ("kc1", .end), ("kc3", .pageDown),
    ]
    for number in 1...24 { all.append(("kf\(number)", Key(.function(number)))) }
    // User-defined names that xterm began: kUP5 is Control with Up.
    let extended: [(String, Key.Code)] = [
      ("kUP", .up), ("kDN", .down), ("kLFT", .left), ("kRIT", .right), ("kHOM", .home),
      ("kEND", .end), ("kPRV", .pageUp), ("kNXT", .pageDown), ("kIC", .insert), ("kDC", .delete),
    ]
    for (name, code) in extended {
      for number in 2...8 {
        let suffix = number == 2 ? "" : String(number)
        all.append((name + suffix, Key(code, modifiers(number))))
      }
    }
    return all
  }()
}
