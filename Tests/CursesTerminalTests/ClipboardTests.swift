import Testing
import TerminalUI

@testable import CursesTerminal

struct ClipboardTests {
  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("Zoë", "Wm/Dqw==")])
  func `Text goes out in base64`(text: String, encoded: String) {
    let sequence = Clipboard.sequence(for: SafeText(text), insideTmux: false)
    #expect(sequence == Array("\u{1B}]52;c;\(encoded)\u{07}".utf8))
  }

  @Test func `tmux gets it twice, once to pass on`() throws {
    let sequence = try #require(Clipboard.sequence(for: "foo", insideTmux: true))
    let plain = "\u{1B}]52;c;Zm9v\u{07}"
    #expect(
      String(decoding: sequence, as: UTF8.self) == plain + "\u{1B}Ptmux;\u{1B}\(plain)\u{1B}\\"
    )
  }

  @Test func `Text that terminals refuse is refused here`() {
    let longest = String(repeating: "a", count: Clipboard.limit)
    #expect(Clipboard.sequence(for: SafeText(longest, limit: .max), insideTmux: false) != nil)
    #expect(Clipboard.sequence(for: SafeText(longest + "a", limit: .max), insideTmux: false) == nil)
  }
}
