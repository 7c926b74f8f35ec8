public import Foundation

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
  /// The methods that the API uses.
  public enum Method: String, Hashable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
  }

  /// The method.
  public var method: Method
  /// The path below the base URL, percent-encoded, with its query: `/accounts/…`.
  public var path: String
  /// Header fields, credentials among them; printing a field leaves a credential out.
  public var headers: [HTTPField]
  /// The JSON body; nil for none.
  public var body: Data?
  /// How long the whole call may take.
  public var timeout: Duration

  /// Takes each part; the timeout is 30 s unless told otherwise.
  public init(
    method: Method,
    path: String,
    headers: [HTTPField] = [],
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

/// One header field.
public struct HTTPField: Hashable, Sendable {
  /// The name; compared without regard to case.
  public var name: String
  /// The value.
  public var value: String

  /// Takes the name and the value.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension HTTPField: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The field as sent, with the value of a credential's field left out.
  public var description: String { "\(name): \(printableValue)" }
  /// The same as the description.
  public var debugDescription: String { description }
  /// What a request's description and `dump` are built from.
  public var customMirror: Mirror {
    Mirror(self, children: ["name": name, "value": printableValue])
  }

  private var printableValue: String {
    let secretNames = [
      "authorization", "proxy-authorization", "x-auth-key", "cookie", "set-cookie",
    ]
    return secretNames.contains(name.lowercased()) ? redactionMark : value
  }
}

/// What came back.
public struct APIReply: Hashable, Sendable {
  /// The HTTP status.
  public var status: Int
  /// Header fields in the server's order.
  public var headers: [HTTPField]
  /// The body, no larger than the transport's limit.
  public var body: Data

  /// The largest body that is read unless told otherwise, in bytes.
  ///
  /// A million users come as about 190 MB.
  public static let standardMaxBytes = 512_000_000

  /// Takes each part.
  public init(status: Int, headers: [HTTPField] = [], body: Data = Data()) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header field of that name, in any case.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.caseInsensitiveCompare(name) == .orderedSame }?.value
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
