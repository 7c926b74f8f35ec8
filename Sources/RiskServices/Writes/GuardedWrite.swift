package import RiskAPI
package import RiskStore

/// One change of the account, described for the executor (`RiskService.carryOut`), which alone sends changes.
///
/// ```swift
/// let result = await service.carryOut(.reset(request))
/// ```
///
/// A state is what the account has, as far as the write is about it. The same `look` and `proof` serve
/// right after the write and, rebuilt from the audit log, at a later start (`RecordedWrite`).
package struct GuardedWrite<State: Equatable & Sendable>: Sendable {
  /// What is done, in words such as `reset the user`.
  package var operation: String
  /// The reading before it, in words such as `read the user`.
  var readOperation: String
  /// What the audit log has of it where nothing could be read.
  package var intent: AuditIntent
  /// What the account has, before anything is sent.
  var read: @Sendable (RiskService) async throws(APIError) -> State
  /// What the audit log has of it once the account was read, before anything is sent: enough to rebuild the
  /// write.
  var intentAfterReading: @Sendable (State) -> AuditIntent
  /// Why it must not be sent, in the audit log's words; nil lets it go on.
  var objection: @Sendable (State) -> String? = { _ in nil }
  /// A user's page that is kept with the intent.
  var snapshot: @Sendable (State) -> (user: UserID, risk: UserDetail)? = { _ in nil }
  /// The one request that is sent.
  var request: @Sendable (APIClient, _ before: State) throws(APIError) -> PlannedRequest
  /// Looks what the account has, given what it had before.
  var look: @Sendable (inout AccountLook, _ before: State) async throws(APIError) -> State
  /// What that proves.
  var proof: @Sendable (_ before: State, _ after: State) -> Proof
  /// What a look showed, as the audit log has it; nil for nothing that could be told.
  var text: @Sendable (State) -> String?
  /// What a person should know besides, where the write shows.
  var remark: @Sendable (State) -> String? = { _ in nil }
}

/// What a look at the account proves of a write.
enum Proof: Equatable, Sendable {
  /// It happened.
  case happened
  /// It does not show: it did not happen, or does not show yet.
  case notSeen
  /// Neither what was wanted nor what was there.
  case somethingElse
  /// Neither; an error came in place of what would have told.
  case unclear(APIError)
}

/// How a write ended.
package enum WriteResult<State: Equatable & Sendable>: Equatable, Sendable {
  /// The account shows it.
  case done(State)
  /// Nothing was sent: this came up since the person looked.
  case changedMeanwhile(State)
  /// Nothing was sent, or the account refused it.
  case notDone(WriteError)
  /// Sent, and the account does not show it; what it shows instead, where that is something else.
  case unknown(WriteDoubt, shows: State? = nil)

  /// What the account shows, where a look told; the state before for what was not sent.
  package var state: State? {
    switch self {
    case .done(let state), .changedMeanwhile(let state), .unknown(_, let state?): state
    case .notDone, .unknown(_, nil): nil
    }
  }

  /// Whether the write of any other item would end the same way, so that going on makes no sense.
  package var meetsEveryWrite: Bool {
    if case .notDone(let error) = self { error.meetsEveryWrite } else { false }
  }
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
