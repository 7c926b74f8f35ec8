import Foundation
import RiskAPI
import TerminalUI

/// What a dry run prints: requests that would be sent, in their order.
struct DryRun {
  private let requests: [PlannedRequest]

  init(_ requests: [PlannedRequest]) {
    self.requests = requests
  }

  /// Writes them to standard output; in JSON always an array.
  func write(as format: OutputFormat, ink: Ink) throws {
    var output = Output()
    switch format {
    case .table: try table().write(to: &output, ink: ink)
    case .json: try output.writeArray(requests)
    case .ndjson: try output.writeLines(requests)
    case .csv: try output.writeCSV(requests)
    }
    try output.finish()
  }

  private func table() -> TextTable {
    var table = TextTable(columns: [
      .init(title: "METHOD"), .init(title: "PATH", limit: 200), .init(title: "BODY", limit: 4_000),
    ])
    table.rows = requests.map { request in
      [
        .init("\(request.method.rawValue)"),
        .init("\(request.path)"),
        .init(request.json == .null ? "—" : SafeText(request.json.compact, limit: 4_000), .dim),
      ]
    }
    return table
  }
}

extension PlannedRequest: Record {
  static let fieldNames = ["method", "path", "body"]

  var fields: [OrderedJSON.Member] {
    [
      .init("method", .string(method.rawValue)),
      .init("path", .string(path)),
      .init("body", json),
    ]
  }

  /// The body's value; null for none.
  fileprivate var json: OrderedJSON {
    guard let body, let value = try? JSONDecoder().decode(JSONValue.self, from: body) else {
      return .null
    }
    return .value(value)
  }
}
