package import RiskAPI
import RiskStore

/// One change of the account, described for the executor (`RiskService.carryOut`), which alone sends changes.
///
/// ```swift
/// await carryOut(GuardedWrite(operation: "delete the integration", …))
/// ```
struct GuardedWrite<State: Equatable & Sendable>: Sendable {
  /// What is done, in words such as `reset the user`.
  var operation: String
  /// The reading before it, in words such as `read the user`.
  var readOperation: String
  /// What the audit log has of it where nothing could be read; ``intent`` afterwards.
  var subject: AuditSubject
  /// What the account has, before anything is sent.
  var read: @Sendable (RiskService) async throws(APIError) -> State
  /// What the audit log has of it, before anything is sent.
  var intent: @Sendable (State) -> AuditSubject
  /// Why it must not be sent, in the audit log's words; nil lets it go on.
  var objection: @Sendable (State) -> String? = { _ in nil }
  /// A user's page that is kept with the intent.
  var snapshot: @Sendable (State) -> (user: UserID, risk: UserRisk)? = { _ in nil }
  /// Sends it once.
  var send: @Sendable (APIClient, State) async throws(APIError) -> WriteReceipt<Empty>
  /// Looks what the account shows, given what it showed before.
  var look: @Sendable (RiskService, State) async -> Sighting<State>
}

/// What one look at the account showed of a write.
struct Sighting<State: Equatable & Sendable>: Sendable {
  var proof: Proof
  /// What the account shows; nil where that is no state of what was written.
  var state: State?
  /// The same in words or JSON, for the audit log.
  var text: String?
  /// What a person should know besides.
  var remark: String?

  /// What that proves.
  enum Proof: Equatable, Sendable {
    /// It happened.
    case happened
    /// It does not show: it did not happen, or does not show yet.
    case notSeen
    /// Neither what was wanted nor what was there.
    case somethingElse
    /// The account could not be asked.
    case unanswered(APIError)
  }

  init(_ proof: Proof, _ state: State? = nil, text: String? = nil, remark: String? = nil) {
    self.proof = proof
    self.state = state
    self.text = text
    self.remark = remark
  }
}

/// How a write ended.
enum WriteResult<State: Equatable & Sendable>: Sendable {
  /// The account shows it, as far as there is a state to show.
  case done(State?)
  /// Nothing was sent: this came up since the person looked.
  case changedMeanwhile(State)
  /// Nothing was sent, or the account refused it.
  case notDone(WriteError)
  /// Sent, and the account does not show it; what it shows instead, where that is something else.
  case unknown(WriteDoubt, somethingElse: State?)
}

/// Why it cannot be told whether a write was done.
package struct WriteDoubt: Hashable, Sendable {
  /// What came in the reply's place, or why the account could not be looked at; nil where the write was
  /// accepted and does not show.
  package var error: APIError?
  /// The `cf-ray` of the reply, or of what came in its place.
  package var ray: String?

  package init(_ error: APIError?, ray: String? = nil) {
    self.error = error
    self.ray = ray ?? error?.ray
  }
}
