import NIOCore
import NIOPosix
import NIOSSL
import SwiftASN1
import X509

/// A server that answers every request with the same reply, over TLS.
struct TLSServer {
  let port: Int
  private let channel: any Channel

  /// Serves on a free loopback port, with a chain whose first certificate is the server's own.
  static func start(
    chain: [Certificate],
    key: Certificate.PrivateKey,
    only version: TLSVersion? = nil,
    reply: String
  ) async throws -> TLSServer {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try chain.map {
        .certificate(try NIOSSLCertificate(bytes: Array(try $0.pem.utf8), format: .pem))
      },
      privateKey: .privateKey(
        try NIOSSLPrivateKey(bytes: Array(try key.serializeAsPEM().pemString.utf8), format: .pem)
      )
    )
    if let version {
      (configuration.minimumTLSVersion, configuration.maximumTLSVersion) = (version, version)
    }
    let context = try NIOSSLContext(configuration: configuration)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { child in
        child.eventLoop.makeCompletedFuture {
          try child.pipeline.syncOperations.addHandlers(
            NIOSSLServerHandler(context: context),
            Answering(reply: reply)
          )
        }
      }
      .bind(host: "localhost", port: 0).get()
    return TLSServer(port: channel.localAddress?.port ?? 0, channel: channel)
  }

  func stop() async throws {
    try await channel.close()
  }
}

/// Answers once the head of a request has come; the requests of these tests have no body.
private final class Answering: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let reply: String
  private var head = ""

  init(reply: String) { self.reply = reply }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    head += String(buffer: unwrapInboundIn(data))
    guard head.hasSuffix("\r\n\r\n") else { return }
    head = ""
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: reply)), promise: nil)
  }

  /// A client that refuses the certificate ends the handshake, which is what is tested.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
