import TerminalUI

/// A sequence that was given up because nothing followed in time, and whose rest may still come.
///
/// Bytes alone do not tell a reply that a slow line tore apart from a person who pressed Escape and
/// then `]`. Time and number do, nearly always: a person's keys come one at a time, each in a read of
/// its own, and what a terminal sends comes in one go. So, after Escape or a sequence without an end:
///
/// - A read that holds exactly one key is a person's and acts; so does a paste, but after a string,
///   which may hold the marks of one.
/// - Any other is the rest of what was given up, and is swallowed up to the end of that, or until
///   nothing comes for a while; then this is asked again.
/// - After some keys of a person nothing is expected any more.
///
/// A person whose line brings two keys in one read loses these two; a terminal that sends the rest of
/// a reply byte by byte, each after a pause, is taken for a person.
struct LateInput: Sendable {
  let state: KeyDecoder.State
  let sequence: [UInt8]
  let isBehindEscape: Bool
  /// How many more keys of a person it takes until the rest is not expected any more.
  var keysLeft = 4

  var isString: Bool { if case .string = state { true } else { false } }
}

extension KeyDecoder {
  /// Whose one read's bytes are: gets the state ready for them, and puts the ESC back before them
  /// that came earlier.
  mutating func joined(_ bytes: [UInt8]) -> [UInt8] {
    let isBehind = hasEscaped && mayFollowEscape(bytes[0])
    hasEscaped = false
    guard let late else {
      if isBehind {
        takeESC()
        isBehindEscape = true
      }
      return bytes
    }
    var whole = bytes
    switch state {
    case .escape: whole = sequence + bytes
    case .ground where isBehind: whole = [0x1B] + bytes
    case .ground: break
    default: return bytes
    }
    // Escape, or the first byte of anything.
    if whole == [0x1B] { return bytes }
    state = .ground
    if !late.isString, whole.starts(with: Self.pasteStart) {
      self.late = nil
    } else if isOneKey(whole) {
      self.late?.keysLeft -= 1
      if late.keysLeft <= 1 { self.late = nil }
    } else {
      resume(late)
    }
    return whole
  }

  private var isAtGround: Bool { if case .ground = state { true } else { false } }

  private func mayFollowEscape(_ byte: UInt8) -> Bool {
    Self.introducers.contains(byte) || byte == UInt8(ascii: "\\") && late?.isString == true
  }

  private mutating func resume(_ late: LateInput) {
    state = late.state
    sequence = late.sequence
    isBehindEscape = late.isBehindEscape
    if case .paste = state { isPasteLate = true }
    self.late = nil
  }

  /// Whether bytes are one key and nothing else.
  private func isOneKey(_ bytes: [UInt8]) -> Bool {
    guard let last = bytes.last, bytes.count <= Self.sequenceLimit else { return false }
    var fresh = KeyDecoder(sequences: sequences)
    for byte in bytes.dropLast() {
      // Something came out, or was over without a word.
      guard fresh.decode([byte]).isEmpty, !fresh.isAtGround else { return false }
    }
    let events = fresh.decode([last])
    guard fresh.isAtGround, events.count == 1, case .key(let key) = events[0] else { return false }
    return key.code != .unknown
  }
}
