/// The API's operations, one case each.
public enum APIOperation: String, Hashable, Sendable, CaseIterable {
  case summary = "summary"
  case userDetail = "user"
  case resetUser = "reset"
  case behaviors = "behaviors"
  case updateBehaviors = "behaviors update"
  case integrations = "integrations"
  case integration = "integration"
  case integrationByReference = "integration by reference id"
  case createIntegration = "integration create"
  case updateIntegration = "integration update"
  case deleteIntegration = "integration delete"

  /// The token permission groups that allow the operation; any one of them is enough.
  public var permissions: [PermissionGroup] {
    switch self {
    case .summary, .userDetail: [.piiRead]
    case .behaviors, .integrations, .integration, .integrationByReference: [.read, .write]
    case .resetUser, .updateBehaviors, .createIntegration, .updateIntegration, .deleteIntegration:
      [.write]
    }
  }
}
