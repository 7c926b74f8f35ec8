import Foundation
import HTTPTypes
import RiskAPI

/// One admitted call to one account.
struct Call {
  let method: HTTPRequest.Method
  let route: Route
  let query: [String: String]
  let body: Data?
  let options: SimulationOptions
  let now: Date

  /// The page that is asked for, of a list of so many entries.
  func page(of totalCount: Int) -> ResultInfo {
    guard let pageSize = options.pageSize else {
      return ResultInfo(page: 1, perPage: max(1, totalCount), totalCount: totalCount)
    }
    let asked = options.quirks.contains(.ignoresPaging) ? [:] : query
    return ResultInfo(
      page: max(1, asked["page"].flatMap { Int($0) } ?? 1),
      perPage: max(1, min(pageSize, asked["per_page"].flatMap { Int($0) } ?? pageSize)),
      totalCount: totalCount
    )
  }

  /// The body as an object.
  func object() throws(Problem) -> [String: JSONValue] {
    guard let body, let value = try? JSONDecoder().decode(JSONValue.self, from: body)
    else { throw .malformedJSON }
    guard case .object(let members) = value else {
      throw .invalid("The body must be an object", at: "")
    }
    return members
  }

  /// A text with what a hostile account would make of it.
  func text(_ text: String, _ place: Int) -> String {
    options.faults == .hostile ? HostileText.spoil(text, place: place) : text
  }
}

extension SimulatedAccount {
  /// Does what an admitted call asks for.
  mutating func answer(_ call: Call) throws(Problem) -> Answer {
    switch (call.route, call.method) {
    case (.summary, _): summary(call)
    case (.user(let id), _): try user(id, call)
    case (.reset(let id), _): try resetUser(id, call)
    case (.behaviors, .get): listBehaviors(call)
    case (.behaviors, _): try updateBehaviors(call)
    case (.integrations, .get): listIntegrations(call)
    case (.integrations, _): try createIntegration(call)
    case (.integration(let id), .get): try integration(id, call)
    case (.integration(let id), .put): try updateIntegration(id, call)
    case (.integration(let id), _): try deleteIntegration(id, call)
    case (.reference(let id), _): try findIntegration(id, call)
    }
  }
}
