/// One account of one server: two servers may well have accounts of the same id.
///
/// ```swift
/// AccountAddress(baseURL: baseURL, accountID: "0123…").server  // "api.cloudflare.com:443"
/// ```
public struct AccountAddress: Hashable, Sendable {
  /// Host and port, such as `api.cloudflare.com:443` or `::1:8080`; lower-case.
  public let server: String
  /// The account's id, as it stands in the API's paths.
  public let accountID: String

  /// Takes the server from the address below which its API lies.
  public init(baseURL: BaseURL, accountID: String) {
    var host = baseURL.host
    // A name that is spelled out to the root is the same name.
    if host.hasSuffix(".") { host.removeLast() }
    self.init(server: "\(host):\(baseURL.port)", accountID: accountID)
  }

  /// Names a server by host and port.
  public init(server: String, accountID: String) {
    self.server = server
    self.accountID = accountID
  }

  /// The two parts of ``server``; an IPv6 address has colons of its own.
  public var hostAndPort: (host: String, port: String) {
    guard let cut = server.lastIndex(of: ":") else { return (server, "") }
    return (String(server[..<cut]), String(server[server.index(after: cut)...]))
  }

  /// Whether the server is the one that Cloudflare's documentation names.
  public var isOnStandardServer: Bool { server == Self.standardServer }

  /// Host and port of ``BaseURL/standard``.
  public static let standardServer = "api.cloudflare.com:443"
}
