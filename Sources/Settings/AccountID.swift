/// What names an account.
enum AccountID {
  /// Checks an account id: 32 hexadecimal digits, or any name on a simulated account.
  static func check(
    _ text: String,
    source: String,
    isLoopback: Bool,
    at place: SettingsError.Place? = nil
  ) throws(SettingsError) {
    let isHex = text.utf8.count == 32 && text.utf8.allSatisfy { Character(.init($0)).isHexDigit }
    if isHex { return }
    // It becomes a part of a path, so what a path gives a meaning to stays out.
    let isName = !text.isEmpty && text != "." && text != ".."
    let isPlain = text.utf8.count <= 128 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    if isLoopback && isName && isPlain && !text.contains("/") { return }
    throw SettingsError(
      "\(source) is not an account id",
      fix: "use the 32 hexadecimal digits that the dashboard's address shows",
      at: place
    )
  }
}
