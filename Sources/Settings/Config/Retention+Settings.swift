import RiskAPI

extension Retention {
  /// Reads `history`, `archived_events` and `cached_details`, each such as `400d`, or `keep`.
  init(reading node: YAMLDocument.Node) throws(SettingsError) {
    self.init()
    var reader = try TableReader(node, name: "retention")
    historyDays = try Self.days("history", &reader) ?? historyDays
    archivedEventsDays = try Self.days("archived_events", &reader) ?? archivedEventsDays
    cachedDetailsDays = try Self.days("cached_details", &reader) ?? cachedDetailsDays
    try reader.finish()
  }

  /// Nil where the file is silent; inside, nil for `keep`.
  private static func days(
    _ key: String,
    _ reader: inout TableReader
  ) throws(SettingsError) -> Int?? {
    guard let node = reader.node(key) else { return nil }
    let text: String? = if case .text(let text) = node.value { text } else { nil }
    if text == "keep" { return .some(nil) }
    // Five digits cannot overflow, and hold more years than anybody needs.
    guard let text, text.last == "d", (2...6).contains(text.count),
      text.dropLast().allSatisfy({ ("0"..."9").contains($0) }), let count = Int(text.dropLast()),
      count >= 1
    else {
      throw SettingsError(
        "\"\(reader.fullName(key))\" is \(text.map(SettingsError.quote) ?? node.kind)",
        fix: "write days such as 400d, from 1d to 99999d, or keep",
        at: node.place
      )
    }
    return .some(count)
  }
}
