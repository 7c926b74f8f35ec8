public import Foundation
public import HTTPTypes

/// What an operation would send, without sending it.
///
/// The calls are made from the same plans, so a dry run prints exactly what would leave:
///
/// ```swift
/// let plan = try client.plannedReset(userID)
/// print(plan.method.rawValue, plan.path)  // POST /accounts/…/zt_risk_scoring/…/reset
/// ```
public struct PlannedRequest: Hashable, Sendable {
  /// Which operation it is.
  public let operation: APIOperation
  /// The method.
  public let method: HTTPRequest.Method
  /// The path below the base URL, percent-encoded: `/accounts/…`.
  public let path: String
  /// The JSON body; nil for none.
  public let body: Data?

  /// A plan without a body.
  init(_ operation: APIOperation, _ method: HTTPRequest.Method, _ path: String) {
    self.operation = operation
    self.method = method
    self.path = path
    body = nil
  }

  /// A plan with a JSON body, its members sorted by name.
  init(
    _ operation: APIOperation,
    _ method: HTTPRequest.Method,
    _ path: String,
    body: some Encodable
  ) throws(APIError) {
    self.operation = operation
    self.method = method
    self.path = path
    do {
      self.body = Data(try JSONText.encode(body).utf8)
    } catch {
      throw .invalidRequest("the body of “\(operation.rawValue)” cannot be written as JSON")
    }
  }

  /// The same plan for one page of the result.
  func page(_ number: Int, perPage: Int) -> PlannedRequest {
    PlannedRequest(operation, method, "\(path)?page=\(number)&per_page=\(perPage)")
  }
}

/// Path values, made safe to stand between two slashes.
enum PathSegment {
  /// Percent-encodes everything but RFC 3986's unreserved characters: `a/b` becomes `a%2Fb`.
  ///
  /// Refuses what would name another resource: nothing at all, `.` and `..`; `what` names the value
  /// in the error.
  static func encode(_ value: String, what: String) throws(APIError) -> String {
    if value.isEmpty { throw .invalidRequest("\(what) is empty") }
    if value == "." || value == ".." {
      throw .invalidRequest("“\(value)” cannot be \(what)")
    }
    var encoded: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in value.utf8 {
      if isUnreserved(byte) {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
