package import TerminalUI

/// Turns the bytes that a terminal sends into keys and pastes.
///
/// Bytes rather than `get_wch`, which was tried: it loses a letter whose bytes arrive in two reads,
/// swallows the key after an invalid byte, hands out the rest of a sequence it does not know as
/// letters (here a letter may start a write), takes two system calls a byte, and holds the main
/// thread while it waits for the rest of an escape sequence.
///
/// Nothing that starts with ESC ever comes out as letters: a sequence without a known meaning is one
/// `.unknown`, a report of the focus is nothing at all, and one of the mouse is no key. This holds for
/// torn ones too, as far as bytes and their times tell a person from a terminal (see ``LateInput``).
package struct KeyDecoder: Sendable {
  /// What the bytes so far leave open; the caller calls ``expire()`` when nothing follows in time.
  package enum Waiting: Equatable, Sendable {
    /// ESC alone: the Escape key, unless more follows at once.
    case escape
    /// A letter that may be a key or the second byte of a sequence.
    case second
    /// The rest of a string that began behind an Escape.
    case burst
    /// The rest of a sequence or of a letter; it comes soon or never.
    case rest
    /// The end of a paste.
    case paste
  }

  /// Bytes of a paste that are kept; what is beyond is dropped up to the paste's end.
  package static let pasteLimit = 1_000_000
  /// Bytes of a sequence that are kept while its end is looked for; no key's is longer.
  static let sequenceLimit = 64

  enum State: Sendable {
    case ground
    /// After ESC, or ESC ESC when `isAlt`.
    case escape(isAlt: Bool)
    /// After ESC and a byte that wants one more, such as `ESC ( B`.
    case intermediate
    case application(isAlt: Bool)
    case control(isAlt: Bool)
    /// Three bytes of an old mouse report, or three letters of one; `isWide` inside such a letter.
    case mouse(left: Int, isWide: Bool)
    /// Inside OSC, DCS, APC, PM or SOS: replies to questions that somebody else asked.
    case string(sawEscape: Bool)
    case letter(length: Int)
    case paste
  }

  let sequences: KeySequences
  /// Whether whole reports of the mouse come out; they are swallowed otherwise.
  let takesMouse: Bool
  var state = State.ground
  var sequence: [UInt8] = []
  var pasted: [UInt8] = []
  /// The last thing decoded was an ESC that time made a key.
  var hasEscaped = false
  /// The open sequence's ESC had been taken for the Escape key already.
  var isBehindEscape = false
  /// What was given up, whose rest may still come.
  var late: LateInput?
  /// The last bytes inside a string, as many as the marks of a paste have.
  var stringTail: [UInt8] = []
  /// Between the marks of a paste inside a string.
  var isPasteInString = false
  /// The paste under way was given up once: what there was of it has been reported.
  var isPasteLate = false
  var events: [InputEvent] = []

  package init() { self.init(sequences: KeySequences()) }

  init(sequences: KeySequences, takesMouse: Bool = false) {
    self.sequences = sequences
    self.takesMouse = takesMouse
  }

  /// What to wait for; nil when nothing is open.
  package var waiting: Waiting? {
    switch state {
    case .ground: nil
    case .escape: .escape
    case .intermediate: .second
    case .application where isDoubtful, .control where isDoubtful, .string where isDoubtful: .second
    case .string where isBehindEscape: .burst
    case .application, .control, .mouse, .string, .letter: .rest
    case .paste: .paste
    }
  }

  /// Whether what is open may as well be a key that was pressed after Escape.
  private var isDoubtful: Bool { isBehindEscape && sequence.count == 2 }

  /// Decodes what one read returned.
  package mutating func decode(_ bytes: [UInt8]) -> [InputEvent] {
    guard !bytes.isEmpty else { return [] }
    for byte in joined(bytes) { take(byte) }
    return takeEvents()
  }

  /// Decides what is open, because nothing followed in time.
  package mutating func expire() -> [InputEvent] {
    switch state {
    case .ground: break
    case .escape(let isAlt):
      emit(.escape)
      if isAlt { emit(.escape) }
      hasEscaped = true
    case .intermediate: emit(secondKey)
    case .application, .control, .string:
      // A beginning and nothing more is a key with Alt from somebody who types it, or a plain one
      // after Escape; if it was no person, the rest is still to come.
      emit(sequence.count == 2 ? secondKey : Key(.unknown))
      expectRest()
    case .mouse(left: 0, isWide: _): break
    case .mouse, .letter:
      emit(Key(.unknown))
      expectRest()
    case .paste:
      let rest = brokenPasteEnd()
      finishPaste()
      pasted = rest
      expectRest()
    }
    state = .ground
    sequence = []
    return takeEvents()
  }

  // MARK: States

  mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: takeGround(byte)
    case .escape(let isAlt): takeEscape(byte, isAlt: isAlt)
    case .intermediate: takeIntermediate(byte)
    case .application(let isAlt): takeApplication(byte, isAlt: isAlt)
    case .control(let isAlt): takeControl(byte, isAlt: isAlt)
    case .mouse(let left, let isWide): takeMouse(byte, left: left, isWide: isWide)
    case .string(let sawEscape): takeString(byte, sawEscape: sawEscape)
    case .letter(let length): takeLetter(byte, length: length)
    case .paste: takePaste(byte)
    }
  }

  /// Begins a sequence anew.
  mutating func takeESC() {
    state = .escape(isAlt: false)
    sequence = [0x1B]
    isBehindEscape = false
    stringTail = []
    isPasteInString = false
  }

  private mutating func takeGround(_ byte: UInt8, _ modifiers: Key.Modifiers = []) {
    state = .ground
    switch byte {
    case 0x1B: takeESC()
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
      guard length > 0 else { return takeControlCode(UInt32(byte)) }
      sequence = (modifiers.contains(.alt) ? [0x1B] : []) + [byte]
      state = .letter(length: sequence.count - 1 + length)
    }
  }

  /// Takes one of the codes that say ESC and a letter in one, as 8-bit terminals do.
  ///
  /// What follows it is no more a key than what follows the two.
  private mutating func takeControlCode(_ code: UInt32) {
    let letter = (0x80..<0xA0).contains(code) ? UInt8(code - 0x40) : 0
    guard Self.introducers.contains(letter) else { return emit(Key(.unknown)) }
    takeESC()
    takeEscape(letter, isAlt: false)
  }

  private mutating func takeEscape(_ byte: UInt8, isAlt: Bool) {
    sequence.append(byte)
    switch byte {
    case UInt8(ascii: "["): state = .control(isAlt: isAlt)
    case UInt8(ascii: "O"): state = .application(isAlt: isAlt)
    // OSC, DCS, APC, PM, SOS: a reply that came out as letters would act.
    case _ where Self.introducers.contains(byte): state = .string(sawEscape: false)
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
      } else if byte == UInt8(ascii: "\\") {
        // The end of a string that has ended.
        state = .ground
        emit(Key(.unknown))
      } else if (0x20..<0x30).contains(byte) {
        state = .intermediate
        sequence = [0x1B, byte]
      } else {
        takeGround(byte, .alt)
      }
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
      let character = text.first, let scalar = text.unicodeScalars.first
    else { return emit(Key(.unknown)) }
    guard scalar.value >= 0xA0 else { return takeControlCode(scalar.value) }
    emit(Key(.character(character), isAlt ? .alt : []))
  }

  // MARK: Ends

  mutating func emit(_ key: Key) {
    events.append(.key(key.code == .unknown ? Key(.unknown) : key))
  }

  private mutating func expectRest() {
    late = LateInput(state: state, sequence: sequence, isBehindEscape: isBehindEscape)
  }

  private mutating func takeEvents() -> [InputEvent] {
    defer { events.removeAll() }
    return events
  }
}
