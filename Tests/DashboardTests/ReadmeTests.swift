import Foundation
import TerminalUI
import Testing

@testable import Dashboard

struct ReadmeTests {
  @Test func `the key table is that of the bindings`() throws {
    let readme = URL(filePath: #filePath)
      .deletingLastPathComponent().appending(path: "../../README.md").standardized
    let lines = try String(contentsOf: readme, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let section = lines.drop { $0 != "## Keys" }.dropFirst().prefix { !$0.hasPrefix("## ") }
    let table = section.filter { $0.hasPrefix("|") }
    let expected = KeyTableMarkdown.lines()

    #expect(
      Array(table) == expected,
      "the section Keys should hold this table:\n\(expected.joined(separator: "\n"))"
    )
  }
}
