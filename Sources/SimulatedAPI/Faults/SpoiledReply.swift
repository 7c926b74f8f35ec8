import Foundation
import HTTPTypes
import RiskAPI

/// Replies that a client must survive, made from a good one.
enum SpoiledReply: CaseIterable, Hashable {
  /// A page of HTML with status 200.
  case html
  /// An envelope that says it failed, with status 200.
  case unsuccessful
  /// Numbers where texts belong, and texts where lists belong.
  case wrongTypes
  /// Half of the bytes.
  case truncated
  /// Arrays in arrays, some ten thousand deep.
  case deep
  /// Every entry of the list twice.
  case doubled
  /// A total that is far from what the list holds, spelled as a fraction.
  case wrongTotal
  /// Bytes that are no UTF-8.
  case notUTF8
  /// Members nobody knows, a level nobody knows, a null where a text belongs.
  case unknownMembers

  func spoil(_ reply: APIReply) -> APIReply {
    var spoiled = reply
    switch self {
    case .html:
      spoiled.body = HTMLPage.make(status: 200)
      spoiled.headers[.contentType] = "text/html; charset=UTF-8"
    case .unsuccessful:
      spoiled.body = Envelope.failure(Problem(200, 10500, "Something went wrong"))
    case .wrongTypes:
      spoiled.body = Data(
        #"{"success":"yes","errors":{},"messages":7,"result":{"users":"none","behaviors":[1]}}"#
          .utf8
      )
    case .truncated:
      spoiled.body = Data(reply.body.prefix(reply.body.count / 2))
    case .deep:
      let depth = 10_000
      spoiled.body = Data(
        (#"{"success":true,"errors":[],"messages":[],"result":"#
          + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}").utf8
      )
    case .doubled:
      spoiled.body = reply.body.editing { envelope in
        for list in ["users", "events"] {
          guard case .array(let entries)? = envelope.result[list] else { continue }
          envelope.result[list] = .array(entries + entries)
        }
      }
    case .wrongTotal:
      spoiled.body = reply.body.editing { envelope in
        envelope.members["result_info"] = .object([
          "page": .integer(1), "per_page": .integer(0), "count": .integer(-1),
          "total_count": .number(Decimal(string: "4000000000.5") ?? 0), "total_pages": .null,
        ])
      }
    case .notUTF8:
      spoiled.body = Data([0xFF, 0xFE, 0x7B]) + reply.body.dropFirst()
    case .unknownMembers:
      spoiled.body = reply.body.editing { envelope in
        envelope.members["surprise"] = .object(["a": .array([.null, .bool(true)])])
        guard case .array(let users)? = envelope.result["users"] else { return }
        envelope.result["users"] = .array(
          users.enumerated().map { position, user in
            guard position % 7 == 0, case .object(var members) = user else { return user }
            members["max_risk_level"] = .string("critical")
            members["name"] = .null
            return .object(members)
          }
        )
      }
    }
    return spoiled
  }
}

/// The page that something between client and account answers with.
enum HTMLPage {
  static func make(status: Int) -> Data {
    Data(
      """
      <!DOCTYPE html>
      <html><head><title>\(status): please try again</title></head>
      <body><h1>\(status)</h1><p>The simulated edge has nothing to say.</p></body></html>
      """.utf8
    )
  }
}

/// An envelope taken apart, to be spoiled and put together again.
private struct OpenEnvelope {
  var members: [String: JSONValue]

  /// The result's members; empty when the result is no object.
  var result: [String: JSONValue] {
    get {
      guard case .object(let members)? = members["result"] else { return [:] }
      return members
    }
    set { members["result"] = .object(newValue) }
  }
}

extension Data {
  fileprivate func editing(_ edit: (inout OpenEnvelope) -> Void) -> Data {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: self),
      case .object(let members) = value
    else { return self }
    var envelope = OpenEnvelope(members: members)
    edit(&envelope)
    var json = JSONWriter()
    json.value(.object(envelope.members))
    return Data(json.bytes)
  }
}
