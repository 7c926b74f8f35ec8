/// How long to wait for what may follow.
struct InputTiming: Equatable, Sendable {
  /// After ESC alone, before it is the Escape key; in milliseconds.
  let escape: Int
  /// For what makes `]` after Escape the rest of a torn reply and not a key.
  ///
  /// A reply comes in one go; two keys of a person are seldom so close together.
  var second: Int { max(50, escape) }
  /// For the rest of a string whose ESC had counted as Escape, so that a person who pressed Escape
  /// and two keys at once is soon heard again.
  var burst: Int { max(150, escape) }
  /// For the rest of a sequence that has begun.
  ///
  /// Longer, for nobody types the beginnings of these, and what a slow line delays must not come
  /// out as letters.
  var rest: Int { max(500, escape) }
  /// For more of a paste whose end has not come.
  let paste = 2_000

  /// 25 ms, 50 over SSH, or what `ESCDELAY` says: the rules of curses.
  init(environment: [String: String]) {
    if let text = environment["ESCDELAY"], let delay = Int(text), (0...30_000).contains(delay) {
      escape = delay
    } else {
      escape = environment["SSH_TTY"].map { !$0.isEmpty } == true ? 50 : 25
    }
  }

  /// Milliseconds to wait in a state of the decoder.
  func delay(for waiting: KeyDecoder.Waiting) -> Int {
    switch waiting {
    case .escape: escape
    case .second: second
    case .burst: burst
    case .rest: rest
    case .paste: paste
    }
  }
}
