import RiskAPI
import RiskServices
import TerminalUI

/// A key of a pane that opens a dialog.
struct DialogOpener: Sendable {
  let id: BindingID
  /// Why it cannot be opened now; nil where it can.
  let refusal: @Sendable (Dashboard) -> SafeText?
  /// Nil where there is nothing that it would be about.
  let dialog: @Sendable (Dashboard) -> (any Dialog)?

  init(
    _ id: BindingID,
    unless refusal: @escaping @Sendable (Dashboard) -> SafeText?,
    _ dialog: @escaping @Sendable (Dashboard) -> (any Dialog)?
  ) {
    self.id = id
    self.refusal = refusal
    self.dialog = dialog
  }

  /// Every one there is: a new dialog is a file, its row in the key table, and a line here.
  static let all = [
    DialogOpener(.integrationsToggle, unless: \.integrationRefusal) { root in
      root.selectedIntegration.map(ToggleIntegrationDialog.init)
    },
    DialogOpener(
      .integrationsOpen,
      unless: { $0.selectedIntegration == nil ? "no integration selected" : nil }
    ) { root in
      root.selectedIntegration.map {
        IntegrationDetailsDialog($0, timeZone: root.options.timeZone)
      }
    },
    DialogOpener(.integrationsAdd, unless: \.writeRefusal) { root in
      IntegrationFormDialog(known: root.account.integrations.value)
    },
    DialogOpener(.integrationsEdit, unless: \.integrationRefusal) { root in
      root.selectedIntegration.map {
        IntegrationFormDialog(editing: $0, known: root.account.integrations.value)
      }
    },
    DialogOpener(.integrationsDelete, unless: \.integrationRefusal) { root in
      root.selectedIntegration.map(DeleteIntegrationDialog.init)
    },
    DialogOpener(.integrationsFind, unless: { _ in nil }) { _ in FindIntegrationDialog() },
    DialogOpener(.behaviorsWrite, unless: \.behaviorsRefusal) { root in
      let changes = root.behaviors.changes(in: root.account)
      return changes.isEmpty ? nil : WriteBehaviorsDialog(changes)
    },
  ]
}

extension Dashboard {
  /// The keys of a pane that open a dialog.
  func openers(of pane: PaneID) -> [Binding<BindingMessage>] {
    DialogOpener.all.filter { $0.id.row.context == pane.keys }.map { opener in
      Binding(opener.id, .open(opener.id), unavailable: opener.refusal(self))
    }
  }

  mutating func open(by id: BindingID) {
    guard let dialog = DialogOpener.all.first(where: { $0.id == id })?.dialog(self) else { return }
    open(dialog)
  }

  fileprivate var selectedIntegration: Integration? {
    integrations.selection.flatMap(account.integration)
  }

  fileprivate var integrationRefusal: SafeText? {
    integrations.writeRefusal(in: context(for: .integrations))
  }

  fileprivate var behaviorsRefusal: SafeText? {
    behaviors.writeRefusal(in: context(for: .behaviors))
  }
}

extension PaneID {
  /// Where its own keys stand in the key table.
  fileprivate var keys: KeyContext {
    switch self {
    case .users: .users
    case .timeline: .timeline
    case .integrations: .integrations
    case .behaviors: .behaviors
    }
  }
}
