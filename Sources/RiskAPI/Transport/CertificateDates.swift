import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// From when until when a server's certificate is valid.
///
/// A refused handshake does not tell why. So the certificate is looked at once more, on a connection
/// that carries nothing and ends before anything could be sent.
struct CertificateDates: Sendable {
  let start: Date
  let end: Date

  private init(_ certificate: NIOSSLCertificate) {
    start = Date(timeIntervalSince1970: TimeInterval(certificate.notValidBefore))
    end = Date(timeIntervalSince1970: TimeInterval(certificate.notValidAfter))
  }

  /// Asks a server for its certificate; nil where it shows none in time.
  static func find(
    host: String,
    port: Int,
    on group: any EventLoopGroup,
    within limit: TimeAmount
  ) async -> CertificateDates? {
    let found = group.next().makePromise(of: CertificateDates?.self)
    // The first answer counts.
    let deadline = found.futureResult.eventLoop.scheduleTask(in: limit) { found.succeed(nil) }
    do {
      let context = try NIOSSLContext(configuration: .makeClientConfiguration())
      let isName = (try? SocketAddress(ipAddress: host, port: port)) == nil
      let channel = try await ClientBootstrap(group: group).connectTimeout(limit)
        .channelInitializer { channel in
          channel.closeFuture.whenComplete { _ in found.succeed(nil) }
          return channel.eventLoop.makeCompletedFuture {
            let handler = try NIOSSLClientHandler(
              context: context,
              serverHostname: isName ? host : nil,
              customVerificationCallback: { chain, verdict in
                found.succeed(chain.first.map(CertificateDates.init))
                verdict.succeed(.failed)
              }
            )
            try channel.pipeline.syncOperations.addHandler(handler)
          }
        }
        .connect(host: host, port: port).get()
      let dates = try? await found.futureResult.get()
      channel.close(promise: nil)
      deadline.cancel()
      return dates
    } catch {
      deadline.cancel()
      found.succeed(nil)
      return nil
    }
  }
}
