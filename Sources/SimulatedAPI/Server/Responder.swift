import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import RiskAPI

/// Hands HTTP requests to the simulated accounts, and their replies back.
struct Responder: HTTPResponder {
  let api: SimulatedAPI
  let prefix: String
  let connections: Connections

  /// The largest body that is read, in bytes; no call of the API needs as much.
  private static let bodyLimit = 1 << 20

  func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let path = request.head.path ?? "/"
    guard path.hasPrefix(prefix + "/") else { return Response(status: .notFound) }
    guard let received = try? await request.body.collect(upTo: Self.bodyLimit) else {
      return Response(status: .contentTooLarge)
    }
    let body = received.readableBytes > 0 ? Data(received.readableBytesView) : nil
    do throws(TransportError) {
      let reply = try await connections.answer { () async throws(TransportError) in
        try await api.answer(
          request.method,
          String(path.dropFirst(prefix.count)),
          headers: request.headers,
          body: body
        )
      }
      return response(reply, isHead: request.method == .head)
    } catch {
      // A connection that is lost is closed without a word.
      try? await context.channel.close()
      throw CancellationError()
    }
  }

  private func response(_ reply: APIReply, isHead: Bool) -> Response {
    let body = isHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body))
    return Response(status: .init(code: reply.status), headers: reply.headers, body: body)
  }
}

/// Keeps the connection of a request, to be able to break it.
struct ConnectionContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: Source) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
