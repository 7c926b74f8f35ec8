import Foundation
import HTTPTypes
import RiskAPI
import TerminalUI

extension Report<PlannedRequest> {
  /// What a dry run prints: requests that would be sent, in their order; in JSON always an array.
  static var requests: Report {
    let columns: [ReportColumn<PlannedRequest>] = [
      .text("method", "METHOD") { $0.method.rawValue },
      .text("path", "PATH", limit: 200) { $0.path },
      ReportColumn(
        name: "body",
        heading: "BODY",
        limit: 4_000,
        value: \.json,
        cell: { request in
          let json = request.json
          return .init(json == .null ? "—" : SafeText(json.compact, limit: 4_000), .dim)
        }
      ),
    ]
    return Report(fields: columns, view: .table(columns))
  }
}

extension PlannedRequest {
  /// The body's value; null for none.
  fileprivate var json: OrderedJSON {
    guard let body, let value = try? JSONDecoder().decode(JSONValue.self, from: body) else {
      return .null
    }
    return .value(value)
  }
}
