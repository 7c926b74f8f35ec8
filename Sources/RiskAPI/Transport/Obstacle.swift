/// What stands between a client and its account, and stays there until somebody removes it.
public enum Obstacle: Hashable, Sendable {
  /// The certificate of the host cannot be trusted: self-signed, expired, or from a proxy that opens TLS.
  case untrustedCertificate(host: String)
  /// The certificate is for another name than the host's.
  case wrongCertificate(host: String)
  /// The proxy refused to connect to the host.
  case refusedByProxy(host: String)
  /// The proxy wants a user and a password.
  case proxyWantsCredentials
  /// The host's name does not resolve.
  case unknownHost(String)
}
