package import RiskAPI

/// How an update of an integration ended.
package enum IntegrationOutcome: Hashable, Sendable {
  /// The account shows the integration as wanted.
  case updated(Integration)
  /// Nothing was sent: somebody else changed the integration; this is how it is.
  case outdated(Integration)
  /// Sent, and the account shows something else.
  case differs(Integration)
  /// Refused, or never sent.
  case notUpdated(APIError)
  /// It cannot be told whether the change was made.
  case unknown(APIError)
}

extension RiskService {
  /// Overwrites an integration's settings: looks again, sends all three, and looks what came of it.
  ///
  /// `seen` is what was on the screen; any difference on the account stops the write, because the
  /// API overwrites all three fields and would undo somebody else's change.
  package func updateIntegration(
    id: String,
    from seen: IntegrationSettings,
    to wanted: IntegrationSettings
  ) async -> IntegrationOutcome {
    do throws(APIError) {
      let before = try await fetchIntegration(id: id).value
      if before.settings != seen && before.settings != wanted { return .outdated(before) }
    } catch {
      return .notUpdated(error)
    }

    var sendError: APIError?
    do throws(APIError) {
      _ = try await client.updateIntegration(id: id, settings: wanted)
    } catch {
      guard error.leavesOutcomeOpen else { return .notUpdated(error) }
      sendError = error
    }

    do throws(APIError) {
      let after = try await fetchIntegration(id: id).value
      if after.settings == wanted { return .updated(after) }
      return sendError.map(IntegrationOutcome.notUpdated) ?? .differs(after)
    } catch {
      return .unknown(sendError ?? error)
    }
  }
}
