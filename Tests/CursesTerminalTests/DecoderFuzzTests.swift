import TerminalJunk
import TerminalUI
import Testing

@testable import CursesTerminal

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Junk of all kinds, in any split, with pauses anywhere.
///
/// `FUZZ_CHUNKS` is how many reads to try and `FUZZ_SEED` what to begin with.
struct DecoderFuzzTests {
  @Test(arguments: 0..<4)
  func `no key comes out of what is no key`(part: Int) {
    let variables = (
      seed: Self.number("FUZZ_SEED") ?? 1, reads: Self.number("FUZZ_CHUNKS") ?? 8_000
    )
    let seed = UInt64(variables.seed + part)
    var junk = TerminalJunk(seed: seed)
    var decoder = KeyDecoder(sequences: KeySequences(), takesMouse: part.isMultiple(of: 2))
    var count = 0
    var last: [TerminalJunk.Read] = []
    while count < variables.reads / 4 {
      last = junk.reads()
      // Each piece of junk comes after a pause; the next one may come while a string has no end.
      var events = decoder.waiting == nil ? [] : decoder.expire()
      for read in last {
        count += 1
        events += decoder.decode(read.bytes)
        if read.isPauseAfter, decoder.waiting != nil { events += decoder.expire() }
      }
      let acting = events.filter(Self.isAction)
      guard acting.isEmpty, decoder.sequence.count <= KeyDecoder.sequenceLimit else {
        Issue.record(
          "FUZZ_SEED=\(variables.seed), part \(part), read \(count): \(acting) from \(last)"
        )
        return
      }
    }
  }

  @Test(arguments: 0..<4)
  func `any bytes leave the decoder in order, and a key is a key in the end`(part: Int) {
    let seed = UInt64((Self.number("FUZZ_SEED") ?? 1) + part)
    var junk = TerminalJunk(seed: seed &* 31)
    var decoder = KeyDecoder()
    for count in 0..<(Self.number("FUZZ_CHUNKS") ?? 8_000) / 4 {
      let bytes = (0..<junk.number(below: 12)).map { _ in
        junk.number(below: 4) == 0
          ? [0x1B, 0x5B, 0x5D, 0x9B][junk.number(below: 4)] : UInt8(junk.number(below: 256))
      }
      _ = decoder.decode(bytes)
      if junk.number(below: 3) == 0 { _ = decoder.expire() }
      guard count.isMultiple(of: 50) else { continue }
      // A person waits and types one key after the other.
      var last: [InputEvent] = []
      for _ in 0..<8 {
        if decoder.waiting != nil { _ = decoder.expire() }
        last = decoder.decode([UInt8(ascii: "j")])
      }
      #expect(last == [.key("j")], "FUZZ_SEED=\(seed), read \(count)")
    }
  }

  /// Escape and keys with Alt come from an ESC and one byte that nothing followed; arrows and other
  /// keys with sequences of their own are nested in some of the junk.
  private static func isAction(_ event: InputEvent) -> Bool {
    guard case .key(let key) = event else { return false }
    guard case .character = key.code else { return key.code == .enter || key.code == .tab }
    return !key.modifiers.contains(.alt)
  }

  private static func number(_ name: String) -> Int? {
    getenv(name).flatMap { Int(String(cString: $0)) }
  }
}
