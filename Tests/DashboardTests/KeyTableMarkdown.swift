import TerminalUI

@testable import Dashboard

/// The key table as the README shows it.
enum KeyTableMarkdown {
  /// A Markdown table: the keys that work everywhere, those of every list, then those of one place.
  static func lines() -> [String] {
    var sections: [(title: String, ids: [BindingID])] = []
    for id in BindingID.allCases {
      let title = id.row.context.title
      if let place = sections.firstIndex(where: { $0.title == title }) {
        sections[place].ids.append(id)
      } else {
        sections.append((title, [id]))
      }
    }
    return ["| where | key | does | name |", "|---|---|---|---|"]
      + sections.flatMap { title, ids in
        ids.enumerated().map { index, id in
          "| \(index == 0 ? title : "") | \(words(id)) | \(id.row.hint) | `\(id.rawValue)` |"
        }
      }
  }

  /// Each key in code marks; an action without a key is reached by its name.
  private static func words(_ id: BindingID) -> String {
    guard !id.row.keys.isEmpty else { return "`:\(id.rawValue)`" }
    return id.row.keys.map { "`\($0.name.replacing("|", with: "\\|"))`" }.joined(separator: " ")
  }
}
