import RiskAPI
import RiskStore

/// What the account shows after a change of settings was sent.
enum AfterLook {
  /// What was wanted.
  case done
  /// The reply was lost, and all is as it was: the change was not made.
  case asBefore(APIError)
  /// Something else; the error is that of a lost reply, after which nobody can tell whose it is.
  case differs(APIError?)

  /// Compares; `error` is that of a lost reply, nil where the change was accepted.
  init<Settings: Equatable>(
    _ shown: Settings,
    wanted: Settings,
    before: Settings,
    _ error: APIError?
  ) {
    if shown == wanted {
      self = .done
    } else if let error, shown == before {
      self = .asBefore(error)
    } else {
      self = .differs(error)
    }
  }

  /// How that ends the write's line in the audit log; `after` is what is shown.
  func end(_ after: String, operation: String) -> AuditEnd {
    var end: AuditEnd
    switch self {
    case .done: end = AuditEnd(.done)
    case .asBefore(let error): end = AuditEnd(.failed, error, operation: operation)
    case .differs(let error):
      end = AuditEnd(error == nil ? .failed : .unknown, error, operation: operation)
      end.detail = [end.detail, "the account shows something else"].compactMap(\.self)
        .joined(separator: "; ")
    }
    end.after = after
    return end
  }
}

extension [Behavior] {
  /// The settings by key.
  var settings: [String: BehaviorSetting] {
    Dictionary(map { ($0.key, $0.setting) }) { first, _ in first }
  }
}
