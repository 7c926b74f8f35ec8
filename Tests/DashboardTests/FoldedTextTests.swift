import Foundation
import Testing

@testable import Dashboard

struct FoldedTextTests {
  @Test(arguments: [
    "", "Dana Reyes", "JOSÉ Ñandú", "Jose\u{301} N\u{303}andu\u{301}", "Zoë O’Brien", "Straße",
    "İstanbul", "Ольга ИВАНОВА", "Κατερίνα", "נעמי", "محمد الفاتح", "नेहा शर्मा", "李 小龙", "김민준",
    "Robin 👩‍💻 Doe", "a\u{301}", "\u{301}a", "é1@acme.example",
  ])
  func `letter by letter, a text folds as Foundation folds the whole of it`(text: String) {
    let whole = text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    #expect(String(decoding: FoldedText.bytes(of: text), as: UTF8.self) == whole)
  }

  @Test func `a letter that was folded before folds alike`() {
    var folded = FoldedText()
    var bytes: [UInt8] = []
    for _ in 1...2 { folded.append("Éa", to: &bytes) }
    #expect(bytes == Array("eaea".utf8))
  }
}
