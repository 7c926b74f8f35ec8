import TerminalUI
import Testing

struct SafeTextTests {
  init() { TerminalLocale.activateUTF8() }

  @Test(arguments: [
    ("\u{1B}[2J", "\u{FFFD}[2J"), ("\u{9B}31m", "\u{FFFD}31m"), ("\u{07}", "\u{FFFD}"),
    ("\0", "\u{FFFD}"), ("\u{7F}", "\u{FFFD}"), ("\u{85}", "\u{FFFD}"),
    ("a\nb", "a b"), ("a\r\nb", "a  b"), ("a\tb", "a b"), ("a\u{2028}b", "a b"),
    ("a\u{A0}b", "a b"), ("a\u{3000}b", "a b"),
    ("a\u{202E}b", "a\u{FFFD}b"), ("a\u{2066}b", "a\u{FFFD}b"), ("a\u{200F}b", "a\u{FFFD}b"),
    ("a\u{061C}b", "a\u{FFFD}b"),
    ("a\u{200B}b", "ab"), ("a\u{200D}b", "ab"), ("\u{FEFF}a", "a"), ("a\u{AD}b", "ab"),
    ("a\u{E0041}b", "a\u{FFFD}b"), ("a\u{E000}b", "a\u{FFFD}b"), ("a\u{FFF9}b", "a\u{FFFD}b"),
    ("a\u{0378}b", "a\u{FFFD}b"), ("李 Zoë שלום", "李 Zoë שלום"),
  ])
  func `Nothing that could disturb a terminal gets through`(hostile: String, safe: String) {
    #expect(SafeText(hostile).string == safe)
  }

  @Test func `Interpolated text is sanitized, numbers are not harmed`() {
    let name = "Dana\u{1B}[31m"
    let safe: SafeText = "李"
    let text: SafeText = "reset \(name) of \(safe), \(12)"
    #expect(text.string == "reset Dana\u{FFFD}[31m of 李, 12")
    #expect(!text.isASCII)
    #expect(("\(3) users" as SafeText).isASCII)
  }

  @Test func `Length is limited by scalars, clusters of thousands included`() {
    #expect(SafeText("abcdef", limit: 3).string == "abc…")
    #expect(SafeText("abc", limit: 3).string == "abc")
    let cluster = "e" + String(repeating: "\u{301}", count: 5_000)
    #expect(SafeText(cluster, limit: 10).string.unicodeScalars.count == 11)
  }

  @Test func `Cutting and padding count columns`() {
    let name: SafeText = "李小龙"
    #expect(name.width == 6)
    #expect(name.truncated(to: 6) == name)
    #expect(name.truncated(to: 5).string == "李小…")
    #expect(name.truncated(to: 4).string == "李…")
    #expect(name.truncated(to: 1).string == "…")
    #expect(name.truncated(to: 0).isEmpty)
    #expect(name.padded(to: 8).string == "李小龙  ")
    #expect(name.padded(to: 2) == name)
  }

  @Test func `Joining keeps what is known`() {
    #expect((["a", "b"] as [SafeText]).joined(separator: ", ") == "a, b")
    #expect(([] as [SafeText]).joined(separator: ", ").isEmpty)
  }
}
