public import Foundation
public import HTTPTypes

/// The one seam of the client: something that carries a request to an account and brings a reply.
///
/// ``LiveTransport`` goes over the network; the simulated account answers in process.
public protocol Transport: Sendable {
  /// Sends once. Retrying, decoding and judging the status belong to the client.
  ///
  /// Cancellation of the calling task ends the request and throws `.canceled`.
  func send(_ request: APIRequest) async throws(TransportError) -> APIReply

  /// Sends once, as ``send(_:)`` does, and hands the body to a reader while it arrives.
  ///
  /// Returns the reply without its body, and the reader that has read it. A transport that does not say
  /// otherwise hands over the whole body as one piece.
  func send<Reader: BodyReader>(
    _ request: APIRequest,
    into reader: Reader
  ) async throws(TransportError) -> (head: APIReply, reader: Reader)
}

extension Transport {
  /// Hands over the whole body as one piece.
  public func send<Reader: BodyReader>(
    _ request: APIRequest,
    into reader: Reader
  ) async throws(TransportError) -> (head: APIReply, reader: Reader) {
    var (head, reader) = (try await send(request), reader)
    let body = head.body
    head.body = Data()
    reader.begin(head)
    reader.read(body)
    return (head, reader)
  }
}

/// Takes the body of a reply while it arrives, so that a large one is never in memory as a whole.
///
/// A value: each try of a call begins with a fresh copy.
public protocol BodyReader: Sendable {
  /// A reply arrives; its head has no body yet.
  mutating func begin(_ head: APIReply)
  /// The next piece of the body, of any size.
  mutating func read(_ piece: Data)
}

/// What goes out.
public struct APIRequest: Hashable, Sendable {
  /// The method.
  public var method: HTTPRequest.Method
  /// The path below the base URL, percent-encoded, with its query: `/accounts/…`.
  public var path: String
  /// Header fields, credentials among them; printing the request leaves those out.
  public var headers: HTTPFields
  /// The JSON body; nil for none.
  public var body: Data?
  /// How long the whole call may take.
  public var timeout: Duration

  /// Takes each part; the timeout is 30 s unless told otherwise.
  public init(
    method: HTTPRequest.Method,
    path: String,
    headers: HTTPFields = [:],
    body: Data? = nil,
    timeout: Duration = .seconds(30)
  ) {
    self.method = method
    self.path = path
    self.headers = headers
    self.body = body
    self.timeout = timeout
  }
}

/// What came back.
public struct APIReply: Hashable, Sendable {
  /// The HTTP status.
  public var status: Int
  /// Header fields in the server's order.
  public var headers: HTTPFields
  /// The body, no larger than the transport's limit.
  public var body: Data

  /// The largest body that is read unless told otherwise, in bytes.
  ///
  /// A million users come as about 190 MB.
  public static let standardMaxBytes = 512_000_000

  /// Takes each part.
  public init(status: Int, headers: HTTPFields = [:], body: Data = Data()) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

extension Data {
  /// The same with a mark wherever it holds the secret.
  func hiding(_ secret: String) -> Data {
    let bytes = Data(secret.utf8)
    var hidden = Data()
    var rest = self[...]
    while let range = rest.range(of: bytes) {
      hidden += rest[..<range.lowerBound] + Data(redactionMark.utf8)
      rest = rest[range.upperBound...]
    }
    return hidden + rest
  }
}

/// Why a request brought no reply.
public enum TransportError: Error, Hashable, Sendable {
  /// The request surely never left: refused connection, no route, failed TLS handshake.
  case notSent(String)
  /// The request surely never left, and no further try would change that.
  case obstructed(Obstacle)
  /// The request may have left before the connection broke.
  case lost(String)
  /// No reply in time. `wasSent` is false when not even the connection stood.
  case timedOut(wasSent: Bool)
  /// The caller gave up.
  case canceled
  /// The reply is above the limit, in bytes. `status` and `ray` are from its head.
  case tooLarge(limit: Int, status: Int, ray: String?)
}
