public import Foundation

/// What stands between a client and its account, and stays there until somebody removes it.
public enum Obstacle: Hashable, Sendable {
  /// Nobody whom this machine trusts signed the certificate of the host: self-signed, from a proxy
  /// that opens TLS, or from a server that leaves out the certificates between it and its authority.
  case untrustedCertificate(host: String)
  /// The certificate of the host was valid until this moment.
  case expiredCertificate(host: String, end: Date)
  /// The certificate of the host is valid from this moment on; mostly a clock is wrong.
  case earlyCertificate(host: String, start: Date)
  /// The host speaks nothing newer than TLS 1.1, which does not protect credentials.
  case outdatedTLS(host: String)
  /// The certificate is for another name than the host's.
  case wrongCertificate(host: String)
  /// The proxy refused to connect to the host.
  case refusedByProxy(host: String)
  /// The proxy wants a user and a password.
  case proxyWantsCredentials
  /// The host's name does not resolve.
  case unknownHost(String)
}
