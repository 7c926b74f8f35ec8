import TerminalUI

@testable import Dashboard

/// The key table as the README shows it.
enum KeyTableMarkdown {
  /// A Markdown table: the keys that work everywhere, those of every list, then those of one place.
  static func lines() -> [String] {
    let rows = Dashboard.keyTable()
    let lists = rows.filter { $0.name.hasPrefix("list.") }
    let others = rows.filter { !$0.name.hasPrefix("list.") }
    let listScope = lists.first?.scope
    var sections = [("everywhere", others.filter { $0.scope == "everywhere" })]
    sections.append(("every list", lists.filter { $0.scope == listScope }))
    for row in others where !sections.contains(where: { $0.0 == row.scope }) {
      sections.append((row.scope, others.filter { $0.scope == row.scope }))
    }
    return ["| where | key | does | name |", "|---|---|---|---|"]
      + sections.flatMap { scope, rows in
        rows.enumerated().map { index, row in
          "| \(index == 0 ? scope : "") | \(words(row.name, row.keys)) | \(row.hint) | `\(row.name)` |"
        }
      }
  }

  /// Each key in code marks; an action without a key is reached by its name.
  private static func words(_ name: String, _ keys: [Key]) -> String {
    guard !keys.isEmpty else { return "`:\(name)`" }
    return keys.map { "`\($0.name.replacing("|", with: "\\|"))`" }.joined(separator: " ")
  }
}
