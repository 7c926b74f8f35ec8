import TerminalUI

/// What follows an ESC, and the inside of a paste.
extension KeyDecoder {
  /// The letters that begin a sequence behind ESC: CSI, SS3, OSC, DCS, APC, PM, SOS.
  static let introducers = Array("[O]P_^X".utf8)

  static let pasteStart = Array("\u{1B}[200~".utf8)
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  mutating func takeIntermediate(_ byte: UInt8) {
    switch byte {
    case 0x20..<0x30: break
    case 0x30..<0x7F: finish(Key(.unknown), isAlt: false)
    default:
      emit(secondKey)
      state = .ground
      take(byte)
    }
  }

  mutating func takeApplication(_ byte: UInt8, isAlt: Bool) {
    guard isPart(byte) else { return }
    if sequence.count < Self.sequenceLimit { sequence.append(byte) }
    // What was held: `ESC O 5 A`, or `ESC O 1 ; 5 A`.
    if (0x30..<0x3C).contains(byte) { return }
    finish(sequences.applicationKey(sequence), isAlt: isAlt)
  }

  mutating func takeControl(_ byte: UInt8, isAlt: Bool) {
    guard isPart(byte) else { return }
    if sequence.count < Self.sequenceLimit { sequence.append(byte) }
    let isFirst = sequence.count == 3
    switch byte {
    // The Linux console's F1 to F5 have a second bracket.
    case UInt8(ascii: "[") where isFirst: break
    case UInt8(ascii: "M") where isFirst && sequences.describedKey(sequence) == nil:
      state = .mouse(left: 3, isWide: false)
    // rxvt's Shift, though `$` is no final byte by the standard.
    case UInt8(ascii: "$")
    where sequence.dropFirst(2).dropLast().allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }):
      finish(sequences.controlKey(sequence), isAlt: isAlt)
    case 0x40...0x7E where sequence.elementsEqual(Self.pasteStart):
      state = .paste
      pasted = []
      isPasteLate = false
    // The end of a paste that was given up.
    case 0x40...0x7E where sequence.elementsEqual(Self.pasteEnd): state = .ground
    case 0x40...0x7E:
      if takesMouse, let event = MouseEvent(report: sequence) { events.append(.mouse(event)) }
      finish(sequences.controlKey(sequence), isAlt: isAlt)
    default: break
    }
  }

  /// Whether a byte belongs to the sequence that is open.
  ///
  /// What does not is dropped, for what follows would be the sequence's rest. ESC begins another one,
  /// CAN and SUB end it.
  private mutating func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x1B:
      emit(Key(.unknown))
      takeESC()
    case 0x18, 0x1A: finish(Key(.unknown), isAlt: false)
    case 0x20..<0x7F: return true
    default: break
    }
    return false
  }

  mutating func takeMouse(_ byte: UInt8, left: Int, isWide: Bool) {
    if isWide, byte & 0xC0 == 0x80 {
      // The second byte of a place that was sent as a letter.
      state = left > 0 ? .mouse(left: left, isWide: false) : .ground
      return
    }
    guard byte != 0x1B, left > 0 else {
      state = .ground
      return take(byte)
    }
    let isWide = byte >= 0xC2
    state = left > 1 || isWide ? .mouse(left: left - 1, isWide: isWide) : .ground
  }

  /// Ends at ST or BEL alone: the byte 0x9C is ST by the standard, and the second one of `Ü`.
  ///
  /// A paste inside is one that somebody made while the string's end was waited for. Its own text may
  /// hold what would end the string, and must not come out as keys after that.
  mutating func takeString(_ byte: UInt8, sawEscape: Bool) {
    if sequence.count < Self.sequenceLimit { sequence.append(byte) }
    stringTail = stringTail.suffix(Self.pasteStart.count - 1) + [byte]
    if stringTail.elementsEqual(Self.pasteStart) { isPasteInString = true }
    if stringTail.elementsEqual(Self.pasteEnd) { isPasteInString = false }
    switch byte {
    case _ where isPasteInString: state = .string(sawEscape: false)
    case 0x07: finish(Key(.unknown), isAlt: false)
    case UInt8(ascii: "\\") where sawEscape: finish(Key(.unknown), isAlt: false)
    case 0x1B: state = .string(sawEscape: true)
    default: state = .string(sawEscape: false)
    }
  }

  /// The key of a sequence's first two bytes, where nothing followed them.
  var secondKey: Key {
    guard let letter = sequence.last else { return Key(.unknown) }
    return Key(.character(Character(Unicode.Scalar(letter))), isBehindEscape ? [] : .alt)
  }

  private mutating func finish(_ key: Key?, isAlt: Bool) {
    state = .ground
    guard var key else { return }
    if isAlt { key.modifiers.insert(.alt) }
    emit(key)
  }

  // MARK: Pastes

  mutating func takePaste(_ byte: UInt8) {
    pasted.append(byte)
    if byte == UInt8(ascii: "~"), pasted.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) {
      pasted.removeLast(Self.pasteEnd.count)
      finishPaste()
      state = .ground
    } else if pasted.count > Self.pasteLimit + 4_096 {
      // Keeps just enough to find the end.
      pasted.removeSubrange(Self.pasteLimit..<(pasted.count - Self.pasteEnd.count))
    }
  }

  /// Takes off the beginning of the mark that ends a paste, where the text ends in one.
  mutating func brokenPasteEnd() -> [UInt8] {
    for length in (1..<Self.pasteEnd.count).reversed() {
      let start = Self.pasteEnd.prefix(length)
      guard pasted.suffix(length).elementsEqual(start) else { continue }
      pasted.removeLast(length)
      return Array(start)
    }
    return []
  }

  mutating func finishPaste() {
    // A paste that went on late may have had nothing left but its end.
    if !isPasteLate || !pasted.isEmpty {
      // A cut may fall into a letter, which the decoding then mends.
      events.append(.paste(String(decoding: pasted.prefix(Self.pasteLimit), as: UTF8.self)))
    }
    pasted = []
  }
}
