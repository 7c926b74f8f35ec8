/// The account's request budget, as its `Ratelimit` and `Ratelimit-Policy` header fields tell it.
///
/// `"default";r=50;t=30` reads: 50 requests remain, and the window ends in 30 seconds.
/// `"burst";q=100;w=60` reads: the policy allows 100 requests in 60 seconds.
public struct RateLimit: Hashable, Sendable {
  /// How many requests remain in the window.
  public var remaining: Int?
  /// Seconds until the window ends.
  public var resetSeconds: Int?
  /// How many requests the policy allows in one window.
  public var quota: Int?
  /// The window's length in seconds.
  public var windowSeconds: Int?

  /// Takes what is known.
  public init(
    remaining: Int? = nil,
    resetSeconds: Int? = nil,
    quota: Int? = nil,
    windowSeconds: Int? = nil
  ) {
    self.remaining = remaining
    self.resetSeconds = resetSeconds
    self.quota = quota
    self.windowSeconds = windowSeconds
  }

  /// Reads the two header fields' values; nil when neither says anything.
  ///
  /// Of several policies, the one with the least remaining counts, and the first quota.
  public init?(limit: String?, policy: String?) {
    let limits = limit.map(Self.items) ?? []
    let policies = policy.map(Self.items) ?? []
    let tightest = limits.filter { $0["r"] != nil }.min { ($0["r"] ?? 0) < ($1["r"] ?? 0) }
    let widest = policies.first { $0["q"] != nil }
    guard tightest != nil || widest != nil else { return nil }
    remaining = tightest?["r"]
    resetSeconds = tightest?["t"]
    quota = widest?["q"]
    windowSeconds = widest?["w"]
  }

  /// Splits `"a";r=1;t=2, "b";r=3` into `[[r: 1, t: 2], [r: 3]]`, leaving out what it cannot read.
  private static func items(_ text: String) -> [[String: Int]] {
    text.split(separator: ",").map { item in
      var parameters: [String: Int] = [:]
      for part in item.split(separator: ";") {
        let pair = part.split(separator: "=", maxSplits: 1)
        guard pair.count == 2 else { continue }
        let name = pair[0].trimmed.lowercased()
        if let value = Double(pair[1].trimmed), let count = Int(exactly: value.rounded(.up)),
          count >= 0
        {
          parameters[name] = count
        }
      }
      return parameters
    }
  }
}

extension StringProtocol {
  /// The text without spaces and tabs at its ends.
  var trimmed: String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return String(rest)
  }
}
