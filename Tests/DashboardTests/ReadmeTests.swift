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

  @Test func `every key of a place differs from the others and from those of everywhere`() {
    let rows = Dashboard.keyTable()
    let everywhere = rows.filter { $0.scope == "everywhere" }
    for scope in Set(rows.map(\.scope)).subtracting(["everywhere"]) {
      let keys = (everywhere + rows.filter { $0.scope == scope }).flatMap(\.keys)
      let twice = Dictionary(grouping: keys, by: \.self).filter { $1.count > 1 }.keys
      #expect(twice.isEmpty, "\(scope): \(twice.map(\.name))")
    }
  }

  @Test func `every key that a pane takes in any state is in the table`() {
    let named = Set(Dashboard.keyTable().map(\.name))
    var desk = Desk.loaded()
    desk.press("2", "Enter")

    for row in desk.dashboard.bindings { #expect(named.contains(row.name)) }
  }
}
