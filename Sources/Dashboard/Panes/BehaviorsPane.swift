import Foundation
package import RiskAPI
import RiskServices
package import TerminalUI

/// Edits which behaviors count toward a user's risk level, and how heavily.
///
/// Edits gather in a draft. Nothing changes for the account until the draft is written.
package struct BehaviorsPane: Pane {
  // MARK: State

  /// Which behavior is selected, by its key, and what of the list shows.
  package private(set) var list = ListState<String>()
  /// What shall become of behaviors, by key.
  ///
  /// Only differences are in it.
  package private(set) var draft: [String: BehaviorSetting] = [:]
  /// What each behavior of the draft was when its edit began: what the analyst saw.
  package private(set) var base: [String: BehaviorSetting] = [:]
  /// True while the draft is on its way to the account; it cannot be edited then.
  package private(set) var isWriting = false
  package var filter = Filter(.behaviors)

  /// Keys of the behaviors that show, in the order of the screen.
  private(set) var shown: [String] = []
  private var filteredText = ""
  private var followedRevision = 0

  package init() {}

  static func lift(_ message: Message) -> BindingMessage { .behaviors(message) }

  var hasRows: Bool { !shown.isEmpty }

  /// The key of the selected behavior; nil for none.
  package var selection: String? { list.selection }

  var rows: ListItems<String> { ListItems(shown) }

  /// What the screen shows of a behavior: the draft where there is one.
  func setting(of behavior: Behavior) -> BehaviorSetting {
    draft[behavior.key] ?? behavior.setting
  }

  /// How many behaviors of the draft somebody else has changed since their edits began.
  func conflictCount(in account: AccountData) -> Int {
    changes(in: account).count { $0.merge.mustAsk }
  }

  /// The draft's changes with their behaviors, in the order of the screen.
  package func changes(in account: AccountData) -> [BehaviorChange] {
    (account.behaviors.value ?? []).compactMap { behavior in
      guard let wanted = draft[behavior.key] else { return nil }
      return BehaviorChange(
        behavior: behavior,
        seen: base[behavior.key] ?? behavior.setting,
        wanted: wanted
      )
    }
  }

  // MARK: Messages

  package enum Message: Equatable, Sendable {
    case moved(ListMotion)
    case clicked(String)
    case wheeled(Int)
    case enabledToggled
    case levelLowered
    case levelRaised
    case draftDiscarded
  }

  package mutating func update(_ message: Message, in context: PaneContext) -> [Effect] {
    switch message {
    case .moved(let motion): list.move(motion, in: rows)
    case .clicked(let id): list.select(id, in: rows)
    case .wheeled(let rows): list.scroll(by: rows)
    case .enabledToggled: edit(in: context) { $0.isEnabled.toggle() }
    case .levelLowered: edit(in: context) { $0.riskLevel = Self.step($0.riskLevel, by: -1) }
    case .levelRaised: edit(in: context) { $0.riskLevel = Self.step($0.riskLevel, by: 1) }
    case .draftDiscarded: discardDraft()
    }
    return []
  }

  /// A write has left, or ended.
  package mutating func setWriting(_ isWriting: Bool) {
    self.isWriting = isWriting
  }

  /// A write of the draft ended: what is done, or can never be, is no edit any more.
  mutating func receive(
    _ outcome: WriteResult<Fetched<[Behavior]>>,
    of write: BehaviorsWrite
  ) {
    switch outcome {
    case .done: discardDraft()
    case .changedMeanwhile(let current): forget(write.vanished(from: current.value))
    case .notDone, .unknown: break
    }
  }

  /// Forgets every edit.
  package mutating func discardDraft() {
    guard !isWriting else { return }
    draft = [:]
    base = [:]
  }

  /// Takes back a draft that an earlier run kept, but for behaviors that are edited already.
  package mutating func restore(
    draft: [String: BehaviorSetting],
    base: [String: BehaviorSetting]
  ) {
    for (key, setting) in draft where self.draft[key] == nil {
      self.draft[key] = setting
      self.base[key] = base[key]
    }
  }

  /// Takes over what a conflict was settled to: edits of what the account has now.
  package mutating func settle(_ changes: [BehaviorChange]) {
    for change in changes {
      let isEdit = change.wanted != change.seen
      draft[change.behavior.key] = isEdit ? change.wanted : nil
      base[change.behavior.key] = isEdit ? change.seen : nil
    }
  }

  /// Forgets the edits of some behaviors.
  private mutating func forget(_ keys: [String]) {
    for key in keys {
      draft[key] = nil
      base[key] = nil
    }
  }

  package mutating func follow(_ context: PaneContext) {
    let data = context.account.behaviors
    let behaviors = data.value ?? []
    if !isWriting { dropFulfilled(behaviors) }
    let isTyped = filter.text != filteredText
    if isTyped || data.revision != followedRevision {
      filteredText = filter.text
      followedRevision = data.revision
      let places =
        filter.query.isEmpty ? Array(behaviors.indices) : filter.query.behaviors(behaviors)
      shown = places.map { behaviors[$0].key }
      list.follow(rows, filter, isTyped: isTyped, first: shown.first)
    }
    list.settle(filter)
    list.follow(height: parts(in: context).list.height, in: rows)
  }

  /// An edit that the account already shows is no edit any more.
  private mutating func dropFulfilled(_ behaviors: [Behavior]) {
    guard !draft.isEmpty else { return }
    for behavior in behaviors {
      guard let wanted = draft[behavior.key] else { continue }
      let seen = base[behavior.key] ?? behavior.setting
      guard BehaviorChange(behavior: behavior, seen: seen, wanted: wanted).merge.isDone
      else { continue }
      draft[behavior.key] = nil
      base[behavior.key] = nil
    }
  }

  private mutating func edit(
    in context: PaneContext,
    _ change: (inout BehaviorSetting) -> Void
  ) {
    guard !isWriting, let key = selection, let behavior = context.account.behavior(key)
    else { return }
    var setting = setting(of: behavior)
    change(&setting)
    if base[key] == nil { base[key] = behavior.setting }
    draft[key] = setting
    if setting == behavior.setting && base[key] == behavior.setting {
      draft[key] = nil
      base[key] = nil
    }
  }

  /// The next level that can be written.
  ///
  /// An unknown level counts as above high.
  private static func step(_ level: RiskLevel, by offset: Int) -> RiskLevel {
    let levels = RiskLevel.settable
    let position = levels.firstIndex(of: level) ?? levels.count
    return levels[min(max(0, position + offset), levels.count - 1)]
  }

  // MARK: Keys

  package func bindings(in context: PaneContext) -> [Binding<Message>] {
    let cannotEdit: SafeText? =
      isWriting
      ? "the changes are being saved"
      : selection == nil
        ? (shown.isEmpty ? "no behaviors" : "no behavior selected") : nil
    return ListMotion.bindings(Message.moved) + [
      Binding(.behaviorsToggle, .enabledToggled, unavailable: cannotEdit),
      Binding(.behaviorsLower, .levelLowered, unavailable: cannotEdit),
      Binding(.behaviorsRaise, .levelRaised, unavailable: cannotEdit),
      Binding(.behaviorsDiscard, .draftDiscarded, unavailable: draftRefusal),
    ]
  }

  /// Why there is nothing to save or to discard; nil where there is.
  private var draftRefusal: SafeText? {
    isWriting ? "the changes are being saved" : draft.isEmpty ? "no unsaved changes" : nil
  }

  /// Why the draft cannot be saved; nil where it can.
  func writeRefusal(in context: PaneContext) -> SafeText? {
    if let refusal = draftRefusal ?? context.writeRefusal { return refusal }
    // A draft of an earlier run is there before the account's behaviors are.
    return changes(in: context.account).isEmpty ? "the behaviors are not loaded yet" : nil
  }

  package func canCopy(in context: PaneContext) -> Bool {
    selection.flatMap(context.account.behavior) != nil
  }

  package func copyChoices(in context: PaneContext) -> [CopyChoice] {
    guard let behavior = selection.flatMap(context.account.behavior) else { return [] }
    return [
      CopyChoice("key", SafeText(behavior.key)),
      CopyChoice("description", SafeText(behavior.description)),
    ]
  }

  package func export(in context: PaneContext) -> ExportContent? {
    let behaviors = shown.compactMap(context.account.behavior)
    return behaviors.isEmpty ? nil : .behaviors(behaviors)
  }
}
