import Foundation
import Testing

@testable import RiskServices

struct FoldedTextTests {
  @Test(arguments: [
    ("", ""), ("Dana Reyes", "dana reyes"), ("JOSÉ Ñandú", "jose nandu"),
    ("Jose\u{301} N\u{303}andu\u{301}", "jose nandu"), ("Zoë", "zoe"), ("İstanbul", "istanbul"),
    ("ISPARTA ısparta", "isparta isparta"), ("Łukasz Wałęsa", "lukasz walesa"),
    ("Søren Ørsted", "soren orsted"), ("Đorđe Đinđić", "dorde dindic"), ("Æsa æ", "aesa ae"),
    ("Þóra þ", "thora th"), ("Straße GROẞ", "strasse gross"), ("Œuvre œ", "oeuvre oe"),
    ("Guðrún Ð", "gudrun d"), ("Ħ ħ Ŧ ŧ Ŋ ŋ ĸ Ə", "h h t t n n k e"), ("ɓ ɗ ƙ ƒ", "b d k f"),
    ("O’Brien O‘B OʼB O′B O`B O´B", "o'brien o'b o'b o'b o'b o'b"),
    ("Smith–Jones a—b c‐d e‑f g−h", "smith-jones a-b c-d e-f g-h"), ("“a” „b”", "\"a\" \"b\""),
    ("ﬁ Ａｎａ ½", "fi ana 1⁄2"), ("a\u{A0}b\u{2003}c", "a b c"),
    ("Da\u{200B}na\u{AD} \u{202E}x", "dana x"), ("Ольга ИВАНОВА Ёлка", "ольга иванова елка"),
    ("Κατερίνα Σοφός", "κατερινα σοφοσ"), ("李 小龙", "李 小龙"), ("a\u{301}", "a"),
    ("\u{301}a", "a"), ("é1@acme.example", "e1@acme.example"),
  ])
  func `case, accents and signs that only look different do not matter`(
    text: String,
    folded: String
  ) {
    #expect(String(decoding: FoldedText.bytes(of: text), as: UTF8.self) == folded)
  }

  @Test(arguments: ["김민준", "محمد الفاتح", "नेहा शर्मा", "สมชาย ใจดี", "Robin 👩‍💻 Doe"])
  func `a text of any script folds to something, composed or taken apart alike`(text: String) {
    let folded = FoldedText.bytes(of: text)
    #expect(!folded.isEmpty)
    #expect(folded == FoldedText.bytes(of: text.decomposedStringWithCompatibilityMapping))
  }

  @Test func `a letter that was folded before folds alike`() {
    var folded = FoldedText()
    var bytes: [UInt8] = []
    for _ in 1...2 { folded.append("Éa", to: &bytes) }
    #expect(bytes == Array("eaea".utf8))
  }

  @Test func `a letter with a million accents is a letter`() {
    let long = "a" + String(repeating: "\u{301}", count: 100_000)
    #expect(FoldedText.bytes(of: long + "b") == Array("ab".utf8))
  }
}
