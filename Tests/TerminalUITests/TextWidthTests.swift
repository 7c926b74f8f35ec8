import TerminalUI
import Testing

struct TextWidthTests {
  init() { TerminalLocale.activateUTF8() }

  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("李", 2), ("한", 2), ("ש", 1), ("…", 1), ("▌", 1),
    ("😀", 2), ("ﾊ", 1), ("Ａ", 2),
  ])
  func `A glyph takes the columns that libc says`(character: Character, width: Int) {
    #expect(Glyph.width(of: character) == width)
    #expect(Glyph.glyphs(of: character).map(\.character) == [character])
  }

  @Test(arguments: [
    ("👨\u{200D}👩\u{200D}👧", "👨"), ("👍🏽", "👍"), ("☺\u{FE0F}", "☺"), ("\u{301}", "�"),
    ("\u{7}", "�"),
    ("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "e\u{301}\u{302}\u{303}\u{304}"),
  ])
  func `What terminals draw differently becomes its base`(cluster: Character, drawn: Character) {
    #expect(Glyph.glyphs(of: cluster).map(\.character) == [drawn])
  }

  @Test func `A vowel sign whose column terminals dispute is told, not dropped`() {
    let name = "दीक्षा"
    let drawn = name.flatMap(Glyph.glyphs).map { String($0.character) }
    #expect(drawn == ["द", "�", "क्", "ष", "�"])
    #expect(SafeText(name).width == 5)
  }

  @Test(arguments: [
    ("▌", 1, ">"), ("●", 1, "*"), ("▲", 1, "^"), ("…", 1, "."), ("─", 1, "-"), ("│", 1, "|"),
    ("╭", 1, "+"), ("┼", 1, "+"), ("▁", 1, "."), ("█", 1, "#"), ("李", 2, "??"), ("é", 1, "e"),
    ("ø", 1, "o"), ("e\u{301}", 1, "e"), ("ש", 1, "?"), ("😀", 2, "??"), ("a", 1, "a"),
  ])
  func `An ASCII form is as wide as its glyph`(character: Character, width: Int, form: String) {
    #expect(String(ASCIIForms.form(of: character, width: width)) == form)
  }

  @Test func `A histogram rises in ASCII, too`() {
    let forms = "▁▂▃▄▅▆▇█".map { ASCIIForms.form(of: $0, width: 1) }
    #expect(Set(forms).count == 8)
  }
}
