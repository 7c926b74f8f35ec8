/// What terminals and lines send that nobody typed: replies, mouse reports, pastes, whole, torn,
/// nested and without an end.
///
/// The same seed makes the same junk.
///
/// A read that follows a pause holds more than one key's bytes, for one key after a pause is all that
/// is known of a person.
package struct TerminalJunk: Sendable {
  /// One read, and whether nothing came for a while after it.
  package struct Read: Equatable, Sendable {
    package var bytes: [UInt8]
    package var isPauseAfter: Bool
  }

  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// A number from 0 up to a bound; SplitMix64.
  package mutating func number(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(max(1, bound)))
  }

  package mutating func pick<Value>(_ values: [Value]) -> Value {
    values[number(below: values.count)]
  }

  /// The reads that one piece of junk arrives in; no other input comes in between.
  package mutating func reads() -> [Read] {
    switch number(below: 8) {
    case 0: torn(report(), mayPause: true)
    case 1: torn(string(from: "\u{1B}", hasEnd: false), mayPause: true) + [pause]
    case 2: torn(paste(), mayPause: true)
    case 3:
      [Read(bytes: [0x1B], isPauseAfter: true)]
        + torn(Array(string(from: "\u{1B}", hasEnd: true).dropFirst()), mayPause: false)
    case 4:
      [Read(bytes: [0x1B], isPauseAfter: true)] + torn(Array(report().dropFirst()), mayPause: false)
    case 5:
      [Read(bytes: report() + string(from: "\u{1B}", hasEnd: true) + paste(), isPauseAfter: false)]
    default: torn(string(from: "\u{1B}", hasEnd: true), mayPause: true)
    }
  }

  private var pause: Read { Read(bytes: [], isPauseAfter: true) }

  // MARK: Pieces

  /// A string, whose inside would act if it came out: mark, reset, pick, confirm, quit.
  private mutating func string(from escape: String, hasEnd: Bool) -> [UInt8] {
    var bytes = Array((escape + pick(["]", "P", "_", "^", "X"])).utf8)
    for _ in 0...number(below: 12) { bytes += inside() }
    if hasEnd { bytes += Array(pick(["\u{07}", "\u{1B}\\"]).utf8) }
    return bytes
  }

  private mutating func inside() -> [UInt8] {
    switch number(below: 8) {
    case 0: Array(pick(["11;rgb:eeee/eeee", ">|tmux 3.4", "Gi=31;OK", "1$r0m", "52;c;Uj"]).utf8)
    case 1: Array("Ü李😀".utf8)
    case 2: [0x9C, 0x9B, 0x80]
    case 3: Array("\u{1B}[200~R1y\r\u{1B}[201~".utf8)
    case 4: Array("\u{1B}[1;5A\u{1B}OP".utf8)
    default: Array(pick(["R1y", "y\r", "2y\t\r", " \r y", "qy", "wy\r", "v1y", "\r\ry"]).utf8)
    }
  }

  private mutating func report() -> [UInt8] {
    let bytes: [UInt8] =
      switch number(below: 5) {
      case 0:
        [UInt8(ascii: "M"), 0x20, UInt8(0x21 + number(below: 90)), UInt8(0x21 + number(below: 90))]
      case 1:
        Array(
          "<\(number(below: 64));\(number(below: 300));\(number(below: 90))\(pick(["M", "m"]))".utf8
        )
      case 2: Array("?\(number(below: 3000));\(number(below: 9))\(pick(["$y", "c", "n"]))".utf8)
      case 3:
        Array("\(number(below: 99) + 2);\(number(below: 999))\(pick(["R", "t", "y", "x"]))".utf8)
      default:
        Array(String(repeating: "\(number(below: 10));", count: number(below: 200) + 2).utf8) + [
          UInt8(ascii: "y")
        ]
      }
    return [0x1B, UInt8(ascii: "[")] + bytes
  }

  private mutating func paste() -> [UInt8] {
    var bytes = Array("\u{1B}[200~".utf8)
    for _ in 0...number(below: 6) {
      bytes += Array(pick(["R1y\r", "y", "Ü", "\u{1B}[A", "\u{1B}]11;y\u{07}", "\n2y\n"]).utf8)
    }
    return bytes + Array("\u{1B}[201~".utf8)
  }

  // MARK: Tears

  private mutating func torn(_ bytes: [UInt8], mayPause: Bool) -> [Read] {
    var reads: [Read] = []
    var start = 0
    while start < bytes.count {
      // After a pause, and after the first two bytes, which tell what it is, a rest may not be so
      // short that it could be a key.
      let isAfterPause = reads.last?.isPauseAfter == true
      let end = min(bytes.count, start + (isAfterPause ? 8 : 1 + number(below: 9)))
      let isPause = mayPause && number(below: 6) == 0 && end > 2 && bytes.count - end > 8
      reads.append(Read(bytes: Array(bytes[start..<end]), isPauseAfter: isPause))
      start = end
    }
    return reads
  }
}
