import Foundation

/// The proxy that the environment asks for: `HTTPS_PROXY` and `NO_PROXY`, in either case.
struct ProxySettings: Hashable, Sendable {
  /// How to speak with the proxy.
  enum Kind: Hashable, Sendable {
    case http
    case socks
  }

  var kind: Kind
  var host: String
  var port: Int
  var user: String?
  var password: String?

  /// The proxy for an address; nil where none is set, and always for a loopback address.
  static func find(
    for url: BaseURL,
    environment: [String: String]
  ) throws(TransportProblem) -> ProxySettings? {
    if url.isLoopback { return nil }
    let value = environment["https_proxy"] ?? environment["HTTPS_PROXY"] ?? ""
    let exceptions = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
    if value.trimmed.isEmpty || isExcepted(url, by: exceptions) { return nil }
    return try ProxySettings(value.trimmed)
  }

  /// Reads `http://user:password@host:3128`, `socks5://host:1080` or plain `host:3128`.
  init(_ text: String) throws(TransportProblem) {
    let address = text.contains("://") ? text : "http://" + text
    guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty else {
      throw TransportProblem("HTTPS_PROXY is no address like http://host:3128")
    }
    switch parts.scheme?.lowercased() {
    case "http": kind = .http
    case "socks5", "socks5h", "socks": kind = .socks
    default:
      throw TransportProblem("HTTPS_PROXY must begin with http:// or socks5://")
    }
    self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    port = parts.port ?? (kind == .http ? 3128 : 1080)
    user = parts.user
    password = parts.password
    if kind == .socks, user != nil {
      throw TransportProblem("HTTPS_PROXY: a SOCKS proxy with a user is not supported")
    }
  }

  /// Whether `NO_PROXY` names the host: `*`, `example.com` (and all below it), `.example.com`, each
  /// perhaps with a port.
  static func isExcepted(_ url: BaseURL, by list: String) -> Bool {
    list.split(whereSeparator: { $0 == "," || $0.isWhitespace }).contains { entry in
      if entry == "*" { return true }
      var name = entry.lowercased()
      if let colon = name.lastIndex(of: ":"), let port = Int(name[name.index(after: colon)...]),
        name.firstIndex(of: ":") == colon
      {
        guard port == url.port else { return false }
        name = String(name[..<colon])
      }
      if name.hasPrefix("*") { name.removeFirst() }
      if name.hasPrefix(".") { name.removeFirst() }
      return !name.isEmpty && (url.host == name || url.host.hasSuffix("." + name))
    }
  }
}

extension ProxySettings: CustomStringConvertible {
  /// The proxy without its user and password.
  var description: String { "\(host):\(port)" }
}
