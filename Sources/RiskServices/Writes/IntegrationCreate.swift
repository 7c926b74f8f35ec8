package import RiskAPI
import RiskStore

/// How the creation of an integration ended.
package enum CreateOutcome: Hashable, Sendable {
  /// The account lists it.
  case created(Integration)
  /// It exists, but could not be set inactive as was asked; the error says why, where there was one.
  case createdActive(Integration, WriteError?)
  /// The account lists more new integrations of this tenant than the one that was asked for.
  case createdSeveral([Integration])
  /// Refused, or never sent.
  case notCreated(WriteError)
  /// It cannot be told whether it exists.
  case unknown(APIError)
}

extension RiskService {
  /// The integrations that export to the same tenant already; one more would export twice.
  package func integrations(ofTenant tenantURL: String) async throws(APIError) -> [Integration] {
    let key = TenantKey(tenantURL)
    return try await fetchIntegrations().value.filter { TenantKey($0.tenantURL) == key }
  }

  /// Makes an integration: lists, sends once, and lists again, where there must be one more.
  ///
  /// The API makes every integration active. `startsPaused` sets it inactive right after.
  package func createIntegration(
    tenantURL: String,
    referenceID: String?,
    startsPaused: Bool
  ) async -> CreateOutcome {
    await APIClient.urgently {
      await guardedCreate(
        tenantURL: tenantURL,
        referenceID: referenceID,
        startsPaused: startsPaused
      )
    }
  }

  private func guardedCreate(
    tenantURL: String,
    referenceID: String?,
    startsPaused: Bool
  ) async -> CreateOutcome {
    let wanted = IntegrationSettings(
      tenantURL: tenantURL,
      isActive: true,
      referenceID: referenceID ?? ""
    )
    var subject = AuditSubject.create(
      tenantURL: tenantURL,
      referenceID: referenceID,
      startsPaused: startsPaused
    )
    if let refusal = await refusal(of: subject) { return .notCreated(refusal) }
    let before: Set<String>
    do throws(APIError) {
      let listed = try await fetchIntegrations().value
      before = Set(listed.map(\.id))
      let twins = listed.filter { TenantKey($0.tenantURL) == TenantKey(tenantURL) }.map(\.id)
      subject = .create(
        tenantURL: tenantURL,
        referenceID: referenceID,
        startsPaused: startsPaused,
        existing: twins
      )
    } catch {
      await note(subject, AuditEnd(.failed, error, operation: "read the integrations"))
      return .notCreated(.account(error))
    }

    let ticket: AuditTicket
    do throws(WriteError) {
      ticket = try await begin(subject)
    } catch {
      return .notCreated(error)
    }
    let (outcome, end) = await sendCreate(wanted, referenceID: referenceID, before: before)
    await complete(ticket, end)
    guard startsPaused, case .created(let integration) = outcome else { return outcome }
    return await pause(integration)
  }

  /// Sends once, and looks for what is new in the list.
  private func sendCreate(
    _ wanted: IntegrationSettings,
    referenceID: String?,
    before: Set<String>
  ) async -> (outcome: CreateOutcome, end: AuditEnd) {
    let operation = "create the integration"
    var receipt: WriteReceipt<Integration>?
    var sendError: APIError?
    do throws(APIError) {
      receipt = try await client.createIntegration(
        tenantURL: wanted.tenantURL,
        referenceID: referenceID
      )
    } catch {
      guard error.leavesOutcomeOpen else {
        return (.notCreated(.account(error)), AuditEnd(.failed, error, operation: operation))
      }
      sendError = error
    }

    let added: [Integration]
    do throws(APIError) {
      added = try await fetchIntegrations().value.filter {
        !before.contains($0.id) && TenantKey($0.tenantURL) == TenantKey(wanted.tenantURL)
      }
    } catch {
      // The reply itself is proof enough; what the list says is only a second look.
      guard let receipt else {
        return (.unknown(sendError ?? error), AuditEnd(.unknown, sendError, operation: operation))
      }
      let end = AuditEnd(.done, after: AuditText.text(of: [receipt.value]))
      return (.created(receipt.value), end.adding(receipt))
    }
    if added.count > 1 {
      var end = AuditEnd(.done, after: AuditText.text(of: added))
      end.detail = "\(added.count) new integrations of this tenant"
      return (.createdSeveral(added), end.adding(receipt).adding(sendError))
    }
    guard let made = added.first ?? receipt?.value else {
      let error = sendError ?? .timedOut
      return (.notCreated(.account(error)), AuditEnd(.failed, error, operation: operation))
    }
    let end = AuditEnd(.done, after: AuditText.text(of: [made]))
    return (.created(made), end.adding(receipt).adding(sendError))
  }

  private func pause(_ integration: Integration) async -> CreateOutcome {
    var wanted = integration.settings
    wanted.isActive = false
    switch await updateIntegration(id: integration.id, from: integration.settings, to: wanted) {
    case .updated(let paused): return .created(paused)
    case .notUpdated(let error): return .createdActive(integration, error)
    case .unknown(let error): return .createdActive(integration, .account(error))
    case .outdated(let current), .differs(let current):
      return current.isActive ? .createdActive(current, nil) : .created(current)
    }
  }
}

/// A tenant, however its URL is spelled: case and a slash at the end make no difference.
struct TenantKey: Equatable {
  private let text: String

  init(_ tenantURL: String) {
    var text = tenantURL.lowercased()
    while text.hasSuffix("/") { text.removeLast() }
    self.text = text
  }
}
