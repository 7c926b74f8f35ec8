/// Calls the risk-scoring API of one account.
///
/// ```swift
/// let client = APIClient(
///   accountID: "0123456789abcdef0123456789abcdef",
///   credentials: .token(try APIToken(token)),
///   transport: try LiveTransport(baseURL: "https://api.cloudflare.com/client/v4"))
/// let summary = try await client.summary()
/// ```
///
/// A client is a value; its copies share the transport and the pauses that the account asks for.
///
/// Retries: reads and updates (GET, PUT) are tried up to ``Configuration/maxTries`` times on
/// connection errors, timeouts, 408, 429 and 5xx. A reset, a create and a delete (POST, DELETE) are
/// repeated only when the request surely never left, or when the account refused it with 429. What
/// does not pass by itself (``Obstacle``) is tried once, a name that does not resolve twice.
public struct APIClient: Sendable {
  /// Limits and manners.
  public struct Configuration: Sendable {
    /// How long one try may take, connecting and reading included; 30 s unless told otherwise.
    public var callTimeout: Duration
    /// How often a call is tried in all, 1 or more; 4 unless told otherwise.
    public var maxTries: Int
    /// The first pause between two tries, doubled with each try; 0.5 s unless told otherwise.
    public var firstDelay: Duration
    /// The longest pause between two tries where the account asks for none; 8 s unless told
    /// otherwise.
    public var maxDelay: Duration
    /// The longest pause that is waited for when the account asks for one.
    ///
    /// A longer one (the account's usual refusal lasts 300 s) throws `.rateLimited` at once, so that
    /// a person is told instead of kept waiting. 60 s unless told otherwise.
    public var maxRetryAfter: Duration
    /// The largest reply that is read, in bytes, after decompression; 512 MB unless told otherwise.
    ///
    /// Rows are decoded as they arrive. Of what else a reply holds 16 MB are read.
    public var maxBodyBytes: Int
    /// How deep a reply may nest; 128 unless told otherwise.
    ///
    /// The API's own shapes nest 5 levels and event details have been seen with 10; the decoder
    /// recurses once a level, and 128 levels fit the smallest thread stack several times over.
    public var maxDepth: Int
    /// How many pages of one result are fetched; 500 unless told otherwise, which leaves more than
    /// half of the account's budget of 1 200 requests in 5 minutes.
    public var maxPages: Int
    /// The `User-Agent` header field.
    public var userAgent: String
    /// Draws a number from a range: spreads the tries of clients that failed at the same moment.
    public var jitter: @Sendable (ClosedRange<Double>) -> Double

    /// Takes the limits that differ from the defaults, which suit an interactive program.
    public init(
      callTimeout: Duration = .seconds(30),
      maxTries: Int = 4,
      firstDelay: Duration = .milliseconds(500),
      maxDelay: Duration = .seconds(8),
      maxRetryAfter: Duration = .seconds(60),
      maxBodyBytes: Int = APIReply.standardMaxBytes,
      maxDepth: Int = 128,
      maxPages: Int = 500,
      userAgent: String = "ztriage (RiskAPI; Swift)",
      jitter: @escaping @Sendable (ClosedRange<Double>) -> Double = { .random(in: $0) }
    ) {
      self.callTimeout = callTimeout
      self.maxTries = maxTries
      self.firstDelay = firstDelay
      self.maxDelay = maxDelay
      self.maxRetryAfter = maxRetryAfter
      self.maxBodyBytes = maxBodyBytes
      self.maxDepth = maxDepth
      self.maxPages = maxPages
      self.userAgent = userAgent
      self.jitter = jitter
    }
  }

  /// The account that every call is about.
  public let accountID: String
  /// Limits and manners.
  public let configuration: Configuration

  let credentials: Credentials
  let transport: any Transport
  let clock: CallClock
  let gate = RequestPauses()
  let rateLimiter: (any RateLimiter)?
  let deadline: CallDeadline?
  let onEvent: @Sendable (ClientEvent) -> Void

  /// Makes a client; nothing is sent yet.
  ///
  /// Pauses sleep on `clock`. A `rateLimiter` is shared with whoever else spends the account's budget. A
  /// `deadline` bounds all calls together. `onEvent` is called from the task that makes the call and
  /// should be quick.
  public init(
    accountID: String,
    credentials: Credentials,
    transport: any Transport,
    configuration: Configuration = Configuration(),
    clock: any Clock<Duration> = ContinuousClock(),
    rateLimiter: (any RateLimiter)? = nil,
    deadline: CallDeadline? = nil,
    onEvent: @escaping @Sendable (ClientEvent) -> Void = { _ in }
  ) {
    self.accountID = accountID
    self.credentials = credentials
    self.transport = transport
    self.configuration = configuration
    self.clock = CallClock(clock)
    self.rateLimiter = rateLimiter
    self.deadline = deadline
    self.onEvent = onEvent
  }

  /// True for a text that can stand in a path as an account id: not empty, no slash, no control
  /// character, not `.` or `..`.
  ///
  /// Real account ids are 32 hexadecimal digits; servers made for tests take others.
  public static func isPlausibleAccountID(_ text: String) -> Bool {
    guard !text.isEmpty, text != ".", text != ".." else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      scalar != "/" && scalar.properties.generalCategory != .control
    }
  }

  /// The path that all operations share, followed by percent-encoded segments.
  func path(_ segments: String...) throws(APIError) -> String {
    guard Self.isPlausibleAccountID(accountID) else {
      throw .invalidRequest("the account id is none: expected 32 hexadecimal digits")
    }
    let account = try PathSegment.encode(accountID, what: "the account id")
    return (["/accounts", account, "zt_risk_scoring"] + segments).joined(separator: "/")
  }
}
