import NIOCore
import NIOPosix
import NIOSSL

/// A TLS server with a certificate that it signed itself, as nobody trusts it.
struct SelfSignedServer {
  let port: Int
  private let channel: any Channel

  /// Serves on a free loopback port.
  static func start() async throws -> SelfSignedServer {
    let certificate = try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem)
    let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
    let context = try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: [.certificate(certificate)],
        privateKey: .privateKey(key)
      )
    )
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { child in
        child.eventLoop.makeCompletedFuture {
          try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        }
      }
      .bind(host: "localhost", port: 0).get()
    return SelfSignedServer(port: channel.localAddress?.port ?? 0, channel: channel)
  }

  func stop() async throws {
    try await channel.close()
  }

  /// Made for this test, for `localhost` and a hundred years; it protects nothing.
  private static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBlTCCATugAwIBAgIUe+bpNd8EeK/uAamAO0ZbBzSdP80wCgYIKoZIzj0EAwIw
    FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNzE1NDMxM1oYDzIxMjYxMTAz
    MTU0MzEzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
    PQMBBwNCAARG3mpHKELIr2iAGVcbyyR2soZnJCHk1/6rjAMJ3tkqj9q1k2k+LJUc
    uhTdbStw/NY9ca2F5lErCqND8q/UWYMko2kwZzAdBgNVHQ4EFgQUtopZKb36yTm+
    K4x6CJDSsbJT3z4wHwYDVR0jBBgwFoAUtopZKb36yTm+K4x6CJDSsbJT3z4wDwYD
    VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
    SAAwRQIgYOPIgSe2tw4MFZDrvCOsXlav7uI4HRIJ/mhB4iq4HWcCIQDGmlVpzI0w
    WjrOaLBrBt2J3GJtn8XCdG+vVtu8usyW7w==
    -----END CERTIFICATE-----
    """

  private static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgn32fdc3ZyPzmyR+8
    F43by6PPwbvibplQMV3k2/shk6GhRANCAARG3mpHKELIr2iAGVcbyyR2soZnJCHk
    1/6rjAMJ3tkqj9q1k2k+LJUcuhTdbStw/NY9ca2F5lErCqND8q/UWYMk
    -----END PRIVATE KEY-----
    """
}
