import Foundation
import HTTPTypes
import RiskAPI

/// What a path asks for.
///
/// `summary`, `behaviors` and `integrations` share a path level with user ids and come first.
enum Route: Hashable {
  case summary
  case user(UserID)
  case reset(UserID)
  case behaviors
  case integrations
  case integration(String)
  case reference(String)

  /// The route of decoded path segments below `zt_risk_scoring`.
  init?(_ segments: ArraySlice<String>) {
    switch Array(segments) {
    case ["summary"]: self = .summary
    case ["behaviors"]: self = .behaviors
    case ["integrations"]: self = .integrations
    case let path where path.first == "integrations":
      if path.count == 2 {
        self = .integration(path[1])
      } else if path.count == 3, path[1] == "reference_id" {
        self = .reference(path[2])
      } else {
        return nil
      }
    case let path where path.first == "summary" || path.first == "behaviors": return nil
    case let path where path.count == 1: self = .user(UserID(path[0]))
    case let path where path.count == 2 && path[1] == "reset": self = .reset(UserID(path[0]))
    default: return nil
    }
  }

  /// The permission groups of which any one is enough; nil for a method the route does not know.
  func permissions(for method: HTTPRequest.Method) -> Set<PermissionGroup>? {
    switch (self, method) {
    case (.summary, .get), (.user, .get): [.piiRead]
    case (.behaviors, .get), (.integrations, .get), (.integration, .get), (.reference, .get):
      [.read, .write]
    case (.reset, .post), (.behaviors, .put), (.integrations, .post), (.integration, .put),
      (.integration, .delete):
      [.write]
    default: nil
    }
  }

  /// Whether the account needs the integrations entitlement for it.
  var needsEntitlement: Bool {
    switch self {
    case .integrations, .integration, .reference: true
    case .summary, .user, .reset, .behaviors: false
    }
  }
}

/// A path below the base URL, taken apart: `/accounts/ID/zt_risk_scoring/…?page=2`.
struct RequestPath {
  let account: String
  let route: Route
  let query: [String: String]

  init(_ path: String) throws(Problem) {
    let halves = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let segments = (halves.first ?? "").split(separator: "/", omittingEmptySubsequences: false)
      .compactMap { $0.removingPercentEncoding }
    guard segments.count >= 5, segments[0].isEmpty, segments[1] == "accounts",
      segments[3] == "zt_risk_scoring",
      segments.dropFirst().allSatisfy({ !["", ".", ".."].contains($0) }),
      let route = Route(segments.dropFirst(4))
    else { throw .noRoute(String(halves.first ?? "")) }
    account = segments[2]
    self.route = route
    var query: [String: String] = [:]
    for pair in (halves.count > 1 ? halves[1] : "").split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      query[String(parts[0])] = parts.count > 1 ? parts[1].removingPercentEncoding : ""
    }
    self.query = query
  }
}
