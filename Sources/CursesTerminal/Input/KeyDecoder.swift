import TerminalUI

/// Turns the bytes that a terminal sends into keys and pastes.
///
/// Bytes rather than `get_wch`, which was tried: it loses a letter whose bytes arrive in two reads,
/// swallows the key after an invalid byte, hands out the rest of a sequence it does not know as
/// letters (here a letter may start a write), takes two system calls a byte, and holds the main
/// thread while it waits for the rest of an escape sequence.
///
/// Nothing that starts with ESC ever comes out as letters: a sequence without a known meaning is one
/// `.unknown`, reports of mouse and focus are nothing at all.
struct KeyDecoder: Sendable {
  /// What the bytes so far leave open; the caller calls ``expire()`` when nothing follows in time.
  enum Waiting: Equatable, Sendable {
    /// ESC alone: the Escape key, unless more follows at once.
    case escape
    /// The rest of a sequence or of a letter; it comes soon or never.
    case rest
    /// The end of a paste.
    case paste
  }

  /// Bytes of a paste that are kept; what is beyond is dropped up to the paste's end.
  static let pasteLimit = 1_000_000
  /// Bytes of a sequence that are kept while its end is looked for; no key's is longer.
  private static let sequenceLimit = 64

  private enum State: Sendable {
    case ground
    /// After ESC, or ESC ESC when `isAlt`.
    case escape(isAlt: Bool)
    case application(isAlt: Bool)
    case control(isAlt: Bool)
    /// Three bytes of an old mouse report.
    case mouse(left: Int)
    /// Inside OSC, DCS, APC, PM or SOS: replies to questions that somebody else asked.
    case string(sawEscape: Bool)
    case letter(length: Int)
    case paste
    /// A paste whose end did not come in time: is what follows more of it, or keys?
    case latePaste
  }

  private let sequences: KeySequences
  private var state = State.ground
  private var sequence: [UInt8] = []
  private var pasted: [UInt8] = []
  /// The last thing decoded was an ESC that time made a key.
  private var escapeExpired = false
  private var events: [InputEvent] = []

  init(sequences: KeySequences = KeySequences()) {
    self.sequences = sequences
  }

  /// What to wait for; nil when nothing is open.
  var waiting: Waiting? {
    switch state {
    case .ground, .latePaste: nil
    case .escape: .escape
    case .application, .control, .mouse, .string, .letter: .rest
    case .paste: .paste
    }
  }

  /// Decodes what one read returned.
  mutating func decode(_ bytes: [UInt8]) -> [InputEvent] {
    if case .latePaste = state {
      // Fingers do not type this much at once.
      state = bytes.count > 16 ? .paste : .ground
    }
    // A slow line may tear `ESC [ A` apart after the ESC. A person types `[` alone; `[A` in one read
    // is the rest, whose letters must not act as keys.
    if escapeExpired, bytes.count > 1,
      bytes[0] == UInt8(ascii: "[") || bytes[0] == UInt8(ascii: "O")
    {
      state = .escape(isAlt: false)
      sequence = [0x1B]
    }
    escapeExpired = false
    for byte in bytes { take(byte) }
    return takeEvents()
  }

  /// Decides what is open, because nothing followed in time.
  mutating func expire() -> [InputEvent] {
    switch state {
    case .ground, .latePaste: break
    case .escape(let isAlt):
      emit(.escape)
      if isAlt { emit(.escape) }
      escapeExpired = true
      state = .ground
    case .application(let isAlt):
      // ESC O and nothing more is Alt-O, from somebody who types it.
      emit(Key(.character("O"), .alt))
      if isAlt { emit(Key(.unknown)) }
      state = .ground
    case .control where sequence.count == 2, .string where sequence.count == 2:
      // Likewise Alt-[ and the letters that begin a reply.
      emit(Key(.character(Character(Unicode.Scalar(sequence[1]))), .alt))
      state = .ground
    case .control, .mouse, .string, .letter:
      emit(Key(.unknown))
      state = .ground
    case .paste:
      finishPaste()
      state = .latePaste
    }
    sequence = []
    return takeEvents()
  }

  // MARK: States

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground, .latePaste: takeGround(byte)
    case .escape(let isAlt): takeEscape(byte, isAlt: isAlt)
    case .application(let isAlt): takeApplication(byte, isAlt: isAlt)
    case .control(let isAlt): takeControl(byte, isAlt: isAlt)
    case .mouse(let left): state = left > 1 ? .mouse(left: left - 1) : .ground
    case .string(let sawEscape): takeString(byte, sawEscape: sawEscape)
    case .letter(let length): takeLetter(byte, length: length)
    case .paste: takePaste(byte)
    }
  }

  private mutating func takeGround(_ byte: UInt8, _ modifiers: Key.Modifiers = []) {
    state = .ground
    switch byte {
    case 0x1B:
      state = .escape(isAlt: false)
      sequence = [byte]
    case 0x00: emit(Key(.character(" "), modifiers.union(.control)))
    case 0x08, 0x7F: emit(Key(.backspace, modifiers))
    case 0x09: emit(Key(.tab, modifiers))
    case 0x0D: emit(Key(.enter, modifiers))
    case 0x01...0x1A:
      emit(Key(.character(Character(Unicode.Scalar(byte + 0x60))), modifiers.union(.control)))
    case 0x1C...0x1F:
      emit(Key(.character(Character(Unicode.Scalar(byte + 0x40))), modifiers.union(.control)))
    case 0x20..<0x7F: emit(Key(.character(Character(Unicode.Scalar(byte))), modifiers))
    default:
      let length =
        switch byte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
      guard length > 0 else { return emit(Key(.unknown)) }
      sequence = (modifiers.contains(.alt) ? [0x1B] : []) + [byte]
      state = .letter(length: sequence.count - 1 + length)
    }
  }

  private mutating func takeEscape(_ byte: UInt8, isAlt: Bool) {
    sequence.append(byte)
    switch byte {
    case UInt8(ascii: "["): state = .control(isAlt: isAlt)
    case UInt8(ascii: "O"): state = .application(isAlt: isAlt)
    // OSC, DCS, APC, PM, SOS: a reply that came out as letters would act.
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"),
      UInt8(ascii: "X"):
      state = .string(sawEscape: false)
    case 0x1B where isAlt:
      // The first of three was the key.
      emit(.escape)
      sequence = [0x1B, 0x1B]
    case 0x1B:
      // Alt with a key whose sequence follows (rxvt), or Escape twice.
      state = .escape(isAlt: true)
      sequence = [0x1B]
    default:
      if isAlt { emit(.escape) }
      if !isAlt, let key = sequences.describedKey(sequence) {
        state = .ground
        emit(key)
      } else {
        takeGround(byte, .alt)
      }
    }
  }

  private mutating func takeApplication(_ byte: UInt8, isAlt: Bool) {
    guard byte >= 0x20, byte < 0x7F else { return abandon(byte) }
    sequence.append(byte)
    if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), sequence.count == 3 { return }
    finish(sequences.applicationKey(sequence), isAlt: isAlt)
  }

  private mutating func takeControl(_ byte: UInt8, isAlt: Bool) {
    guard byte >= 0x20, byte < 0x7F else { return abandon(byte) }
    if sequence.count < Self.sequenceLimit { sequence.append(byte) }
    let isFirst = sequence.count == 3
    switch byte {
    // The Linux console's F1 to F5 have a second bracket.
    case UInt8(ascii: "[") where isFirst: break
    case UInt8(ascii: "M") where isFirst && sequences.describedKey(sequence) == nil:
      state = .mouse(left: 3)
    // rxvt's Shift, though `$` is no final byte by the standard.
    case UInt8(ascii: "$")
    where sequence.dropFirst(2).dropLast().allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }):
      finish(sequences.controlKey(sequence), isAlt: isAlt)
    case 0x40...0x7E where sequence.elementsEqual(Self.pasteStart):
      state = .paste
      pasted = []
    // The end of a paste that was given up.
    case 0x40...0x7E where sequence.elementsEqual(Self.pasteEnd): state = .ground
    case 0x40...0x7E: finish(sequences.controlKey(sequence), isAlt: isAlt)
    default: break
    }
  }

  private mutating func takeString(_ byte: UInt8, sawEscape: Bool) {
    if sequence.count < Self.sequenceLimit { sequence.append(byte) }
    switch byte {
    case 0x07, 0x9C: finish(Key(.unknown), isAlt: false)
    case UInt8(ascii: "\\") where sawEscape: finish(Key(.unknown), isAlt: false)
    case 0x1B: state = .string(sawEscape: true)
    default: state = .string(sawEscape: false)
    }
  }

  private mutating func takeLetter(_ byte: UInt8, length: Int) {
    guard byte & 0xC0 == 0x80 else {
      emit(Key(.unknown))
      return takeGround(byte)
    }
    sequence.append(byte)
    guard sequence.count == length else { return }
    state = .ground
    let isAlt = sequence[0] == 0x1B
    guard let text = String(validating: sequence.dropFirst(isAlt ? 1 : 0), as: UTF8.self),
      let character = text.first, !(0x80..<0xA0).contains(text.unicodeScalars.first?.value ?? 0)
    else { return emit(Key(.unknown)) }
    emit(Key(.character(character), isAlt ? .alt : []))
  }

  private static let pasteStart = Array("\u{1B}[200~".utf8)
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  private mutating func takePaste(_ byte: UInt8) {
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

  private mutating func finishPaste() {
    // A cut may fall into a letter, which the decoding then mends.
    events.append(.paste(String(decoding: pasted.prefix(Self.pasteLimit), as: UTF8.self)))
    pasted = []
  }

  // MARK: Ends

  private mutating func finish(_ key: Key?, isAlt: Bool) {
    state = .ground
    guard var key else { return }
    if isAlt { key.modifiers.insert(.alt) }
    emit(key)
  }

  /// A sequence broken off by a control character, which then counts by itself.
  private mutating func abandon(_ byte: UInt8) {
    emit(Key(.unknown))
    takeGround(byte)
  }

  private mutating func emit(_ key: Key) {
    events.append(.key(key.code == .unknown ? Key(.unknown) : key))
  }

  private mutating func takeEvents() -> [InputEvent] {
    defer { events.removeAll() }
    return events
  }
}
