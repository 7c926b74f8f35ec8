import NIOSSL

/// What a secure connection asks of the other side.
enum TLSSettings {
  /// TLS 1.2 or newer, from a host whose name and certificate are verified.
  ///
  /// The authorities in the file that `SSL_CERT_FILE` names are added to the system's: a company's
  /// own, or that of a proxy which opens TLS.
  static func make(environment: [String: String]) throws(TransportProblem) -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    if let path = environment["SSL_CERT_FILE"], !path.isEmpty {
      // Read here, for a file that is wrong is told of at the start, not with the first request.
      guard let authorities = try? NIOSSLCertificate.fromPEMFile(path), !authorities.isEmpty else {
        throw TransportProblem("SSL_CERT_FILE names \(path), which holds no certificates")
      }
      configuration.additionalTrustRoots = [.certificates(authorities)]
    }
    return configuration
  }
}
