import TerminalUI
import Testing

@testable import CursesTerminal

struct BriefOutputTests {
  @Test func `Attributes that are reset before anything is drawn are left out`() {
    #expect(
      brief("a␛[39m␛(B␛[m␛(B␛[0;1m␛[38;5;203mHIGH␛[39m␛(B␛[m") == "a␛(B␛[0;1;38;5;203mHIGH␛[m"
    )
  }

  @Test func `Attributes wait for the next glyph, whatever moves come between`() {
    #expect(brief("␛[2;1Ha␛[m␛[2;9H␛[1mb") == "␛[2;1Ha␛[9G␛[0;1mb")
    #expect(brief("a␛[1m␛[K") == "a␛[1m␛[K")
  }

  @Test func `A character set is designated once, as long as nobody else writes`() {
    var output = makeOutput()
    #expect(output.brief("␛(Ba␛(Bb") == "␛(Bab")
    #expect(output.brief("␛(Bc␛(0q␛(Bd") == "c␛(0q␛(Bd")
    output.forget(size: size)
    #expect(output.brief("␛(Be") == "␛(Be")
  }

  @Test func `The next row is a line feed away`() {
    #expect(brief("␛[3;5HHIGH␛[4;5HHIGH") == "␛[3;5HHIGH\n␛[5GHIGH")
    #expect(brief("␛[3;5H│␛[4;5H│") == "␛[3;5H│\n\u{8}│")
    #expect(brief("␛[3;12Ha␛[5;1Hb") == "␛[3;12Ha\r\n\nb")
    #expect(brief("␛[3;5H李␛[4;5H李") == "␛[3;5H李\n\u{8}\u{8}李")
  }

  @Test func `Where the cursor is not known for sure, its place is given in full`() {
    let beginning = "␛[4;5Ha"
    #expect(brief(beginning) == beginning)
    let afterLastColumn = "␛[3;20Ha␛[4;5Hb"
    #expect(brief(afterLastColumn) == afterLastColumn)
    let afterUnknown = "␛[3;5Ha␛[2L␛[4;5Hb"
    #expect(brief(afterUnknown) == afterUnknown)
    let up = "␛[3;5Ha␛[2;5Hb"
    #expect(brief(up) == up)
  }

  @Test func `Inside a scrolling region a line feed might scroll`() {
    let inRegion = "␛[2;4r␛[3;5Ha␛[4;5Hb"
    #expect(brief(inRegion) == inRegion)
    #expect(brief("␛[1;10r␛[3;5Ha␛[4;5Hb") == "␛[1;10r␛[3;5Ha\n\u{8}b")
  }

  @Test(arguments: ["cup", "hpa", "cud1", "cub1"])
  func `A terminal that lacks one of the sequences gets what curses wrote`(name: String) {
    var output = BriefOutput(size: size) { $0 == name ? nil : capabilities[$0] }
    let bytes = "a␛[39m␛[m␛[3;5Ha␛[4;5Hb"
    #expect(output.brief(bytes) == bytes)
  }
}

private let size = Size(columns: 20, rows: 10)

private let capabilities: [String: [UInt8]] = [
  "cup": Array("\u{1B}[%i%p1%d;%p2%dH".utf8), "hpa": Array("\u{1B}[%i%p1%dG".utf8),
  "cud1": [0x0A], "cub1": [0x08],
]

private func makeOutput() -> BriefOutput {
  TerminalLocale.activateUTF8()
  return BriefOutput(size: size) { capabilities[$0] }
}

private func brief(_ text: String) -> String {
  var output = makeOutput()
  return output.brief(text)
}

extension BriefOutput {
  /// Text with `␛` for the escape character.
  fileprivate mutating func brief(_ text: String) -> String {
    let bytes = text.replacing("␛", with: "\u{1B}").utf8
    return String(decoding: brief(Array(bytes)), as: UTF8.self).replacing("\u{1B}", with: "␛")
  }
}
