import Foundation

/// The address below which the API lies, such as `https://api.cloudflare.com/client/v4`.
///
/// ```swift
/// try BaseURL("http://127.0.0.1:8080/client/v4").isLoopback  // true
/// try BaseURL("http://example.com")  // throws: plain http is for loopback addresses only
/// ```
public struct BaseURL: Hashable, Sendable, CustomStringConvertible {
  /// The API's own address.
  public static let standard = "https://api.cloudflare.com/client/v4"

  /// The address without a slash at its end.
  public let description: String
  /// The host, lower-case and without the brackets of an IPv6 address.
  public let host: String
  /// The port; the scheme's own where the address names none.
  public let port: Int
  /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or `::1`.
  public let isLoopback: Bool

  /// Reads and judges an address.
  ///
  /// Wants https, or plain http for a loopback address; a host; and neither user, password, query nor
  /// fragment, because credentials would travel where they do not belong.
  public init(_ text: String) throws(TransportProblem) {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      let rawHost = parts.host, !rawHost.isEmpty
    else { throw TransportProblem("the base URL is no address like \(Self.standard)") }
    guard scheme == "https" || scheme == "http" else {
      throw TransportProblem("the base URL must begin with https://")
    }
    guard parts.user == nil, parts.password == nil else {
      throw TransportProblem("the base URL must not hold a user or a password")
    }
    guard parts.query == nil, parts.fragment == nil else {
      throw TransportProblem("the base URL must not hold “?” or “#”")
    }
    let port = parts.port ?? (scheme == "https" ? 443 : 80)
    guard (1...65_535).contains(port) else {
      throw TransportProblem("the base URL's port is not within 1 and 65535")
    }
    host = rawHost.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
    self.port = port
    isLoopback = Self.isLoopback(host)
    guard scheme == "https" || isLoopback else {
      throw TransportProblem(
        "the base URL must begin with https://; plain http is for loopback addresses only"
      )
    }
    var trimmed = text
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    description = trimmed
  }

  /// True for `localhost`, `127.0.0.1` and the rest of its block, and `::1`; names that only begin
  /// like them are none.
  static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { part in
        (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
          && Int(part).map { $0 < 256 } ?? false
      }
  }
}

/// Why a transport cannot be made, in words for a person.
public struct TransportProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, without credentials.
  public let description: String

  init(_ description: String) { self.description = description }
}
