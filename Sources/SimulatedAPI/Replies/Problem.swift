/// Why a call is refused, as the envelope tells it.
///
/// Codes with a source in the real API are 10000, 10100, 3314, 6003, 6111 and 7003; the rest are
/// this account's own, made from 10 and the status.
struct Problem: Error, Hashable {
  var status: Int
  var code: Int
  var message: String
  /// The member of the body that is wrong, as a JSON pointer.
  var pointer: String?
  /// What lies behind it, as `error_chain`.
  var cause: Cause?

  struct Cause: Hashable {
    var code: Int
    var message: String
  }

  init(_ status: Int, _ code: Int, _ message: String, pointer: String? = nil, cause: Cause? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.pointer = pointer
    self.cause = cause
  }

  static func noRoute(_ path: String) -> Problem {
    Problem(
      404,
      7003,
      "Could not route to \(path), perhaps your object identifier is invalid?",
      cause: Cause(code: 7000, message: "No route for that URI")
    )
  }

  static let methodNotAllowed = Problem(405, 10405, "Method not allowed for this route")
  static let notAUUID = Problem(400, 10400, "The identifier in the path must be a UUID")
  static func notFound(_ what: String) -> Problem { Problem(404, 10404, "No such \(what)") }
  static let malformedJSON = Problem(400, 10400, "The request body is not valid JSON")

  /// A body that is JSON and still wrong.
  static func invalid(_ message: String, at pointer: String) -> Problem {
    Problem(422, 10422, message, pointer: pointer)
  }
}
