/// Why a call failed: exhaustive, comparable, and free of credentials.
///
/// Every case that had a reply keeps it as ``APIError/Reply``, with its `cf-ray` value.
public enum APIError: Error, Hashable, Sendable {
  /// Refused here, before anything was sent: a user id that is no UUID, a path of `..`, plain http.
  case invalidRequest(String)
  /// No connection, or it broke. The text says how, in words for a person.
  case unreachable(String)
  /// No connection, for a reason that no further try removes.
  case obstructed(Obstacle)
  /// No answer in time.
  case timedOut
  /// The caller gave up; the request was ended.
  case canceled
  /// 401, or 400 for a malformed token: the credentials are not accepted.
  case unauthorized(Reply)
  /// 403: the credentials lack the permission groups named (any one of them would do).
  case forbidden(Reply, missing: [PermissionGroup])
  /// 404: no such user, integration or account.
  case notFound(Reply)
  /// 429, after the retries. `retryAfter` is in seconds.
  case rateLimited(Reply, retryAfter: Int?)
  /// Any other 4xx, or a reply whose `success` is false.
  case rejected(Reply)
  /// 5xx, after the retries.
  case serverFailed(Reply)
  /// A reply that is not what the API describes; the text says where.
  case undecodable(Reply, String)
  /// A reply above the size limit; the text says which.
  case tooLarge(Reply, String)
  /// A write was sent and its reply lost: it may or may not have happened.
  case outcomeUnknown(Reply?, String)

  /// What came back, without the body.
  public struct Reply: Hashable, Sendable {
    /// The HTTP status.
    public var status: Int
    /// The envelope's errors; empty where the body was not JSON.
    public var errors: [Item]
    /// The `cf-ray` header, which the provider's support asks for.
    public var ray: String?

    /// Takes what the reply told.
    public init(status: Int, errors: [Item] = [], ray: String? = nil) {
      self.status = status
      self.errors = errors
      self.ray = ray
    }
  }

  /// One entry of the envelope's `errors`, its `error_chain` flattened behind it.
  public struct Item: Hashable, Sendable {
    /// The provider's code, such as 10000.
    public var code: Int
    /// The provider's words; text from outside.
    public var message: String

    /// Takes the code, 0 where there is none, and the words.
    public init(code: Int, message: String) {
      self.code = code
      self.message = message
    }
  }

  /// The reply, where one came.
  public var reply: Reply? {
    switch self {
    case .invalidRequest, .unreachable, .obstructed, .timedOut, .canceled: nil
    case .unauthorized(let reply), .forbidden(let reply, _), .notFound(let reply),
      .rateLimited(let reply, _), .rejected(let reply), .serverFailed(let reply),
      .undecodable(let reply, _), .tooLarge(let reply, _):
      reply
    case .outcomeUnknown(let reply, _): reply
    }
  }

  /// The `cf-ray` value, where a reply came.
  public var ray: String? { reply?.ray }
}

/// A token permission group, as the provider's dashboard names it.
public enum PermissionGroup: String, Hashable, Sendable, CaseIterable {
  case piiRead = "Zero Trust: PII Read"
  case read = "Zero Trust Read"
  case write = "Zero Trust Write"
}
