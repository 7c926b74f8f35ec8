import RiskAPI

extension ByteSize {
  /// The sizes that may be set: what is no row takes 16 MB by itself.
  private static let range = 16_000_000...64_000_000_000

  /// Reads `512MB` or `2GB`; `key` names the setting.
  init(reading node: YAMLDocument.Node, _ key: String) throws(SettingsError) {
    let text: String? = if case .text(let text) = node.value { text } else { nil }
    let units = ["MB": 1_000_000, "GB": 1_000_000_000]
    // Five digits cannot overflow.
    guard let text, let unit = units[String(text.suffix(2))], (3...7).contains(text.count),
      text.dropLast(2).allSatisfy({ ("0"..."9").contains($0) }),
      let count = Int(text.dropLast(2)), Self.range.contains(count * unit)
    else {
      throw SettingsError(
        "\"\(key)\" is \(text.map(SettingsError.quote) ?? node.kind)",
        fix: "write a size such as 512MB or 2GB, from 16MB to 64GB",
        at: node.place
      )
    }
    self.init(count * unit)
  }
}
