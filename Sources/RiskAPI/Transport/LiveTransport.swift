import AsyncHTTPClient
public import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOHTTPTypesHTTP1
import NIOPosix
import NIOSSL

/// Carries requests over the network.
///
/// TLS is 1.2 or newer with certificates always verified, redirects never followed, replies read up to a limit.
///
/// ```swift
/// let transport = try LiveTransport(baseURL: "https://api.cloudflare.com/client/v4")
/// let client = APIClient(accountID: id, credentials: credentials, transport: transport)
/// ```
public final class LiveTransport: Transport {
  /// Where requests go.
  public let baseURL: BaseURL
  /// The largest reply that is read, in bytes, after decompression.
  public let maxBodyBytes: Int

  private let client: HTTPClient
  /// How long a refused certificate may be looked at; nil behind a proxy, where it cannot be reached.
  private let certificateLimit: TimeAmount?

  // One thread serves every connection: an interactive client has a handful of requests at a time,
  // and the default group would start a thread for each core.
  private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  /// Makes a transport; connects to nothing yet.
  ///
  /// Wants an https address, or plain http on a loopback address. `connectTimeout` covers name lookup,
  /// connection and TLS handshake. `environment` is where `HTTPS_PROXY` and `NO_PROXY` are looked up,
  /// and `SSL_CERT_FILE` for authorities to trust beside the system's; a loopback address is never
  /// reached through a proxy.
  public init(
    baseURL: String = BaseURL.standard,
    connectTimeout: Duration = .seconds(5),
    maxBodyBytes: Int = APIReply.standardMaxBytes,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(TransportProblem) {
    let url: BaseURL
    do throws(BaseURL.Problem) {
      url = try BaseURL(baseURL)
    } catch {
      throw TransportProblem("the base URL \(error.words)")
    }
    let proxy = try ProxySettings.find(for: url, environment: environment)
    self.baseURL = url
    self.maxBodyBytes = maxBodyBytes
    certificateLimit = proxy == nil ? TimeAmount(connectTimeout) : nil
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: try TLSSettings.make(environment: environment),
      redirectConfiguration: .disallow,
      timeout: .init(connect: TimeAmount(connectTimeout)),
      proxy: proxy.map(Self.proxy),
      decompression: .enabled(limit: .size(maxBodyBytes))
    )
    configuration.httpVersion = .http1Only
    // A failed connection is reported at once: trying again is the client's to decide and to tell.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.idleTimeout = .seconds(60)
    client = HTTPClient(eventLoopGroup: Self.eventLoops, configuration: configuration)
  }

  deinit {
    // The pool must be shut down before it goes; the future keeps it until then.
    _ = client.shutdown()
  }

  /// Closes all connections; calls under way fail, later ones as well.
  public func shutdown() async {
    // The only failure is a second shutdown.
    try? await client.shutdown()
  }

  /// Sends once, and reads the reply up to the limit.
  ///
  /// Canceling the task closes the connection that the request is on.
  public func send(_ request: APIRequest) async throws(TransportError) -> APIReply {
    var (reply, whole) = try await send(request, into: WholeBody())
    reply.body = whole.body
    return reply
  }

  /// Sends once, and hands the body over as it arrives, up to the limit.
  ///
  /// Canceling the task closes the connection that the request is on.
  public func send<Reader: BodyReader>(
    _ request: APIRequest,
    into reader: Reader
  ) async throws(TransportError) -> (head: APIReply, reader: Reader) {
    let deadline = NIODeadline.now() + TimeAmount(request.timeout)
    let response: HTTPClientResponse
    do {
      response = try await client.execute(outgoing(request), deadline: deadline)
    } catch {
      throw await explained(failure(error))
    }
    let head = APIReply(
      status: Int(response.status.code),
      headers: HTTPFields(response.headers, splitCookie: false)
    )
    do {
      return (head, try await read(response, head, into: reader, by: deadline))
    } catch {
      throw bodyFailure(error, head: head)
    }
  }

  private func outgoing(_ request: APIRequest) -> HTTPClientRequest {
    var outgoing = HTTPClientRequest(url: baseURL.description + request.path)
    outgoing.method = HTTPMethod(request.method)
    outgoing.headers = HTTPHeaders(request.headers)
    outgoing.headers.replaceOrAdd(name: "Accept-Encoding", value: "gzip, deflate")
    if let body = request.body { outgoing.body = .bytes(ByteBuffer(bytes: body)) }
    return outgoing
  }

  /// Reads the body while the clock runs: the HTTP client's own deadline ends with the head.
  private func read<Reader: BodyReader>(
    _ response: HTTPClientResponse,
    _ head: APIReply,
    into reader: Reader,
    by deadline: NIODeadline
  ) async throws -> Reader {
    let limit = maxBodyBytes
    if let length = response.headers.first(name: "content-length").flatMap({ Int($0) }),
      length > limit
    {
      throw BodyFailure.tooLarge
    }
    return try await withThrowingTaskGroup(of: Reader.self) { group in
      group.addTask {
        var (reader, count) = (reader, 0)
        reader.begin(head)
        for try await piece in response.body {
          count += piece.readableBytes
          guard count <= limit else { throw BodyFailure.tooLarge }
          reader.read(Data(piece.readableBytesView))
        }
        try Task.checkCancellation()
        return reader
      }
      group.addTask {
        let left = deadline - .now()
        try await Task.sleep(for: .nanoseconds(max(0, left.nanoseconds)))
        throw BodyFailure.tooLate
      }
      defer { group.cancelAll() }
      guard let reader = try await group.next() else { throw CancellationError() }
      return reader
    }
  }

  /// Gathers a body as a whole.
  private struct WholeBody: BodyReader {
    var body = Data()
    mutating func begin(_ head: APIReply) {}
    mutating func read(_ piece: Data) { body += piece }
  }

  private enum BodyFailure: Error {
    case tooLarge
    case tooLate
  }

  private func bodyFailure(_ error: any Error, head: APIReply) -> TransportError {
    switch error {
    case BodyFailure.tooLarge:
      return .tooLarge(limit: maxBodyBytes, status: head.status, ray: head.ray)
    case BodyFailure.tooLate:
      return .timedOut(wasSent: true)
    case is CancellationError:
      return .canceled
    case NIOHTTPDecompression.DecompressionError.limit:
      return .tooLarge(limit: maxBodyBytes, status: head.status, ray: head.ray)
    default:
      if Task.isCancelled { return .canceled }
      return .lost("the connection to \(baseURL.host) broke before the reply was complete")
    }
  }

  private static func proxy(_ settings: ProxySettings) -> HTTPClient.Configuration.Proxy {
    switch settings.kind {
    case .socks:
      return .socksServer(host: settings.host, port: settings.port)
    case .http:
      let authorization = settings.user.map {
        HTTPClient.Authorization.basic(username: $0, password: settings.password ?? "")
      }
      return .server(host: settings.host, port: settings.port, authorization: authorization)
    }
  }
}

// MARK: Failures in words

extension LiveTransport {
  /// A refused certificate is looked at for its dates, which the handshake does not tell.
  private func explained(_ error: TransportError) async -> TransportError {
    guard case .obstructed(.untrustedCertificate(let host)) = error, let certificateLimit,
      let dates = await CertificateDates.find(
        host: baseURL.host,
        port: baseURL.port,
        on: Self.eventLoops,
        within: certificateLimit
      )
    else { return error }
    let now = Date()
    if dates.end < now { return .obstructed(.expiredCertificate(host: host, end: dates.end)) }
    if dates.start > now { return .obstructed(.earlyCertificate(host: host, start: dates.start)) }
    return error
  }

  /// What a failure before the reply's head means; never holds header fields.
  private func failure(_ error: any Error) -> TransportError {
    let host = baseURL.host
    if Task.isCancelled || error is CancellationError { return .canceled }
    switch error {
    case let error as HTTPClientError: return Self.failure(error, host: host)
    case let error as NIOConnectionError: return Self.failure(error)
    case let error as IOError: return Self.failure(error, place: "\(host):\(baseURL.port)")
    case ChannelError.connectTimeout: return .timedOut(wasSent: false)
    case NIOSSLError.handshakeFailed(let cause):
      let cause = String(describing: cause)
      if cause.contains("CERTIFICATE_VERIFY_FAILED") {
        return .obstructed(.untrustedCertificate(host: host))
      }
      if cause.contains("PROTOCOL_VERSION") || cause.contains("UNSUPPORTED_PROTOCOL") {
        return .obstructed(.outdatedTLS(host: host))
      }
      return .notSent("no secure connection to \(host): the TLS handshake failed")
    case NIOSSLError.noCertificateToValidate, NIOSSLError.unableToValidateCertificate:
      return .obstructed(.untrustedCertificate(host: host))
    case let error as NIOSSLExtraError where error == .failedToValidateHostname:
      return .obstructed(.wrongCertificate(host: host))
    default:
      return .lost("the connection to \(host) broke")
    }
  }

  private static func failure(_ error: HTTPClientError, host: String) -> TransportError {
    switch error {
    case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout,
      .socksHandshakeTimeout, .getConnectionFromPoolTimeout:
      .timedOut(wasSent: false)
    case .deadlineExceeded, .readTimeout, .writeTimeout:
      .timedOut(wasSent: true)
    case .cancelled, .requestStreamCancelled: .canceled
    case .proxyAuthenticationRequired:
      .obstructed(.proxyWantsCredentials)
    case .invalidProxyResponse: .obstructed(.refusedByProxy(host: host))
    case .alreadyShutdown: .notSent("the client was shut down")
    case .invalidURL, .emptyHost, .emptyScheme: .notSent("the address is not valid")
    case .remoteConnectionClosed: .lost("\(host) closed the connection without a reply")
    default:
      // Only these two carry what the caller passed in, and their text would show it.
      if error.shortDescription.hasPrefix("Invalid header field") {
        .notSent("a header field holds characters that cannot be sent")
      } else {
        .lost("the connection to \(host) broke (\(error.shortDescription.lowercased()))")
      }
    }
  }

  private static func failure(_ error: NIOConnectionError) -> TransportError {
    let place = "\(error.host):\(error.port)"
    if let first = error.connectionErrors.first?.error {
      if let first = first as? IOError { return .notSent(words(first, place: place)) }
      if case ChannelError.connectTimeout = first { return .timedOut(wasSent: false) }
      return .notSent("no connection to \(place)")
    }
    return .obstructed(.unknownHost(error.host))
  }

  private static func failure(_ error: IOError, place: String) -> TransportError {
    switch error.errnoCode {
    case ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, ENETDOWN, EHOSTDOWN:
      .notSent(words(error, place: place))
    default:
      .lost("the connection to \(place) broke (\(String(cString: strerror(error.errnoCode))))")
    }
  }

  private static func words(_ error: IOError, place: String) -> String {
    switch error.errnoCode {
    case ECONNREFUSED: "\(place) refused the connection"
    case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN: "there is no route to \(place)"
    default: "no connection to \(place) (\(String(cString: strerror(error.errnoCode))))"
    }
  }
}

extension TimeAmount {
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    // A century fits; anything longer would overflow and means "no limit" anyway.
    let capped = max(0, min(seconds, 3_155_760_000))
    self = .nanoseconds(capped * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
