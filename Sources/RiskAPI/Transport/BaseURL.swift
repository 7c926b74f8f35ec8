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

  /// Why a text is no address to send credentials to.
  public enum Problem: Error, Hashable, Sendable {
    /// No https address, or one with letters outside ASCII, which only look like a known host.
    case notHTTPSAddress
    /// A user name or password would be stored and shown with it.
    case holdsUser
    /// A query or a fragment, which the API's paths cannot follow.
    case holdsQuery
    /// Plain http to another machine would send the credentials in the clear; its host.
    case plainHTTP(host: String)
    /// No port from 1 to 65535.
    case badPort

    /// What is wrong, as the second half of a sentence; without the address, which may hold a password.
    public var words: String {
      switch self {
      case .notHTTPSAddress: "is not an https address"
      case .holdsUser: "holds a user name or password"
      case .holdsQuery: "has a ? or # part"
      case .plainHTTP: "is plain http, which would send the credentials in the clear"
      case .badPort: "has no valid port"
      }
    }
  }

  /// Reads and judges an address.
  ///
  /// Wants https, or plain http for a loopback address; a host; and neither user, password, query nor
  /// fragment, because credentials would travel where they do not belong.
  public init(_ text: String) throws(Problem) {
    let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard isPlain, let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      let rawHost = parts.host, !rawHost.isEmpty, scheme == "https" || scheme == "http"
    else { throw .notHTTPSAddress }
    guard parts.user == nil, parts.password == nil else { throw .holdsUser }
    guard parts.query == nil, parts.fragment == nil else { throw .holdsQuery }
    host = rawHost.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
    isLoopback = Self.isLoopback(host)
    guard scheme == "https" || isLoopback else { throw .plainHTTP(host: rawHost) }
    port = parts.port ?? (scheme == "https" ? 443 : 80)
    guard (1...65_535).contains(port) else { throw .badPort }
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
