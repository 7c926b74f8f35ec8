package import Foundation

/// The address that the API's paths are appended to.
package enum BaseURL {
  /// Where the API lives.
  package static let standard = "https://api.cloudflare.com/client/v4"

  /// Checks an address: https, or plain http to this machine.
  ///
  /// `source` is what the address came from, such as `CLOUDFLARE_BASE_URL`, and `place` its place in
  /// a file, both for the error. Gives the address without a slash at its end.
  package static func check(
    _ text: String,
    source: String,
    at place: SettingsError.Place? = nil
  ) throws(SettingsError) -> URL {
    func refusal(_ problem: String, _ fix: String) -> SettingsError {
      SettingsError("\(source) \(problem)", fix: fix, at: place)
    }
    // Plain ASCII only: what looks like a known host but is spelled with other letters is not it.
    let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard isPlain, let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      let host = parts.host, !host.isEmpty, scheme == "https" || scheme == "http"
    else {
      throw refusal("is not an https address", "use one such as \(standard)")
    }
    // The address is not repeated here: it may hold a password.
    guard parts.user == nil, parts.password == nil else {
      throw refusal("holds a user name or password", "remove what stands before the @")
    }
    guard parts.query == nil, parts.fragment == nil else {
      throw refusal("has a ? or # part", "remove it")
    }
    guard scheme == "https" || isLoopbackHost(host) else {
      throw refusal(
        "is plain http, which would send the credentials in the clear",
        "use https://\(host)"
      )
    }
    guard parts.port.map({ (1...65_535).contains($0) }) ?? true,
      let url = URL(string: trimmed(text))
    else {
      throw refusal("has no valid port", "use a port from 1 to 65535")
    }
    return url
  }

  /// Whether an address leads to this machine.
  package static func isLoopback(_ text: String) -> Bool {
    URLComponents(string: text)?.host.map(isLoopbackHost) ?? false
  }

  private static func isLoopbackHost(_ host: String) -> Bool {
    let host = host.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts.allSatisfy({ UInt8($0) != nil && $0.first != "+" }) else {
      return false
    }
    return parts[0] == "127"
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.last == "/" { text.removeLast() }
    return String(text)
  }
}

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
