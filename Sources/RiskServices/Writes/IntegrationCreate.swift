package import RiskAPI

/// How the creation of an integration ended.
package enum CreateOutcome: Hashable, Sendable {
  /// The account lists it.
  case created(Integration)
  /// It exists, but could not be set inactive as was asked; the error says why, where there was one.
  case createdActive(Integration, APIError?)
  /// The account lists more new integrations of this tenant than the one that was asked for.
  case createdSeveral([Integration])
  /// Refused, or never sent.
  case notCreated(APIError)
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
    let before: Set<String>
    do throws(APIError) {
      before = Set(try await fetchIntegrations().value.map(\.id))
    } catch {
      return .notCreated(error)
    }

    var sendError: APIError?
    var made: Integration?
    do throws(APIError) {
      made = try await client.createIntegration(tenantURL: tenantURL, referenceID: referenceID)
        .value
    } catch {
      guard case .outcomeUnknown = error else { return .notCreated(error) }
      sendError = error
    }

    let added: [Integration]
    do throws(APIError) {
      added = try await fetchIntegrations().value.filter {
        !before.contains($0.id) && TenantKey($0.tenantURL) == TenantKey(tenantURL)
      }
    } catch {
      // The reply itself is proof enough; what the list says is only a second look.
      guard let made else { return .unknown(sendError ?? error) }
      return startsPaused ? .createdActive(made, error) : .created(made)
    }
    guard added.count <= 1 else { return .createdSeveral(added) }
    guard let integration = added.first ?? made else {
      return sendError.map(CreateOutcome.notCreated) ?? .notCreated(.timedOut)
    }
    return startsPaused ? await pause(integration) : .created(integration)
  }

  private func pause(_ integration: Integration) async -> CreateOutcome {
    var wanted = integration.settings
    wanted.isActive = false
    switch await updateIntegration(id: integration.id, from: integration.settings, to: wanted) {
    case .updated(let paused): return .created(paused)
    case .notUpdated(let error), .unknown(let error): return .createdActive(integration, error)
    case .outdated(let current), .differs(let current):
      return current.isActive ? .createdActive(current, nil) : .created(current)
    }
  }
}

/// A tenant, however its URL is spelled: case and a slash at the end make no difference.
private struct TenantKey: Equatable {
  private let text: String

  init(_ tenantURL: String) {
    var text = tenantURL.lowercased()
    while text.hasSuffix("/") { text.removeLast() }
    self.text = text
  }
}
