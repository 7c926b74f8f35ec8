import Foundation
import TerminalUI
import Testing

@testable import Settings

/// Settings that somebody's editor, disk or cat went over.
///
/// `FUZZ_CHUNKS` is how many files to try and `FUZZ_SEED` what to begin with.
struct YAMLFuzzTests {
  private static let valid = """
    theme: mono   # a comment
    refresh: 60s
    require_reason: true
    default_profile: prod
    profiles:
      prod:
        account_id: 0123456789abcdef0123456789abcdef
        token_command: [pass, "show *", 'a&b']
      lab: {token_file: >-
        /run/x}
    keys:
      users.reset:
      - R

    """

  private static let pieces = [
    "&a ", "*a", "!!str ", "? ", "- ", ": ", "[", "]", "{", "}", ",", "\t", "\n", "\n---\n",
    "\n...\n",
    "<<: ", "%YAML 1.1\n", "\"", "'", "|\n", ">-\n", "\\", "\u{0}", "\u{FEFF}", "\u{10FFFF}", "\r",
    "#", "~", "[[[", "[.]", "  ", "\\ud800", "\u{2028}", "@", "`", "é", "\u{301}", "🙂",
  ]

  @Test(arguments: 0..<4)
  func `no file traps, and each is read or refused on one line`(part: Int) async {
    let seed = UInt64((Self.number("FUZZ_SEED") ?? 1) + part)
    var random = Generator(state: seed)
    for count in 0..<(Self.number("FUZZ_CHUNKS") ?? 20_000) / 4 {
      if count.isMultiple(of: 10) { await Task.yield() }
      let text = Self.spoiled(&random)
      do {
        _ = try ConfigFile(
          reading: YAMLDocument(parsing: text, file: "x"),
          themes: ["mono"],
          bindings: [KnownBinding(name: "users.reset", situations: ["users"], defaultKeys: ["R"])]
        )
      } catch {
        let line = "\(error.what); \(error.fix)"
        let isPlain = !line.contains(where: \.isNewline) && line.count < 500
        guard isPlain, error.place?.line != nil, error.place?.column != nil else {
          Issue.record("seed \(seed), file \(count): \(line.debugDescription) from \(text)")
          return
        }
      }
    }
  }

  /// One to four changes: a byte, a piece put in, a stretch cut out or doubled.
  private static func spoiled(_ random: inout Generator) -> String {
    var bytes = Array(valid.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let start = Int.random(in: 0..<max(1, bytes.count), using: &random)
      let stretch = start..<min(bytes.count, start + Int.random(in: 0...40, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0 where !bytes.isEmpty: bytes[start] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(stretch)
      case 2: bytes.insert(contentsOf: bytes[stretch], at: min(start, bytes.count))
      default:
        let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
        bytes.insert(contentsOf: piece.utf8, at: min(start, bytes.count))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func number(_ variable: String) -> Int? {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
  }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
private struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
