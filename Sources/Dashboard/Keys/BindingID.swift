package import TerminalUI

/// Everything that a key can be bound to; the raw value is its name in the settings and the palette.
package enum BindingID: String, CaseIterable, Sendable {
  // Everywhere
  case focusUsers = "focus.users"
  case focusTimeline = "focus.timeline"
  case focusIntegrations = "focus.integrations"
  case focusBehaviors = "focus.behaviors"
  case focusNext = "focus.next"
  case focusPrevious = "focus.previous"
  case zoom, filter, palette, help, refresh, copy, export, news
  case markSeen = "mark-seen"
  case log, repaint, suspend, back, quit, unlock, lock
  case dropNotes = "drop-notes"
  // Lists
  case listDown = "list.down"
  case listUp = "list.up"
  case listFirst = "list.first"
  case listLast = "list.last"
  case listPageDown = "list.page-down"
  case listPageUp = "list.page-up"
  case listHalfPageDown = "list.half-page-down"
  case listHalfPageUp = "list.half-page-up"
  // Panes
  case usersOpen = "users.open"
  case usersMark = "users.mark"
  case usersMarkAll = "users.mark-all"
  case usersClearMarks = "users.clear-marks"
  case usersSort = "users.sort"
  case usersSortReverse = "users.sort-reverse"
  case usersReset = "users.reset"
  case usersVerdict = "users.verdict"
  case usersPast = "users.past"
  case usersNextUnread = "users.next-unread"
  case timelineOpen = "timeline.open"
  case timelineReset = "timeline.reset"
  case timelineVerdict = "timeline.verdict"
  case timelineMark = "timeline.mark"
  case integrationsToggle = "integrations.toggle"
  case integrationsOpen = "integrations.open"
  case integrationsAdd = "integrations.add"
  case integrationsEdit = "integrations.edit"
  case integrationsDelete = "integrations.delete"
  case integrationsFind = "integrations.find"
  case behaviorsToggle = "behaviors.toggle"
  case behaviorsLower = "behaviors.lower"
  case behaviorsRaise = "behaviors.raise"
  case behaviorsWrite = "behaviors.write"
  case behaviorsDiscard = "behaviors.discard"
  case timelineFold = "timeline.fold"
  case timelineRaw = "timeline.raw"
  case timelineClose = "timeline.close"
  case timelineNext = "timeline.next"
  case timelinePrevious = "timeline.previous"
  // The filter and text fields
  case filterKeep = "filter.keep"
  case filterClear = "filter.clear"
  case textLeft = "text.left"
  case textRight = "text.right"
  case textStart = "text.start"
  case textEnd = "text.end"
  case textDeleteBack = "text.delete-back"
  case textDelete = "text.delete"
  case textDeleteToStart = "text.delete-to-start"
  case textDeleteToEnd = "text.delete-to-end"
  case textDeleteWord = "text.delete-word"
  // Dialogs
  case dialogCancel = "dialog.cancel"
  case dialogPress = "dialog.press"
  case dialogNext = "dialog.next"
  case dialogPrevious = "dialog.previous"
  case dialogConfirm = "dialog.confirm"
  case dialogRight = "dialog.right"
  case dialogLeft = "dialog.left"
  case dialogTurn = "dialog.turn"
  case dialogClose = "dialog.close"
  case resetReason1 = "reset.reason-1"
  case resetReason2 = "reset.reason-2"
  case resetReason3 = "reset.reason-3"
  case resetReason4 = "reset.reason-4"
  case resetReason5 = "reset.reason-5"
  case resetNote = "reset.note"
  case resetPause = "reset.pause"
  case resetStop = "reset.stop"
  case verdictTruePositive = "verdict.true-positive"
  case verdictFalsePositive = "verdict.false-positive"
  case verdictBenign = "verdict.benign"
  case verdictUndetermined = "verdict.undetermined"
  case verdictNote = "verdict.note"
  case conflictTheirs = "conflict.theirs"
  case conflictMine = "conflict.mine"
  case newsOpen = "news.open"
  case newsSeen = "news.seen"
  case newsSince = "news.since"
  case paletteNext = "palette.next"
  case palettePrevious = "palette.previous"

  /// One row of the table that dispatch, footer, help, palette, settings and README share.
  package struct Row: Sendable {
    /// Where its keys work.
    package let context: KeyContext
    /// The keys where the settings say nothing; the first is the one shown.
    package let keys: [Key]
    /// Words for the help and the README.
    package let hint: SafeText
    /// Place in the footer: a lower one stays longer as the screen narrows; nil is for the help alone.
    let rank: Int?
    /// What it does to a text field; nil for what is no edit.
    var edit: TextEdit?
  }

  /// Each as the settings know it.
  package static var known: [KnownBinding] {
    allCases.map { id in
      KnownBinding(
        name: id.rawValue,
        situations: Set(id.row.context.situations.map(\.rawValue)),
        defaultKeys: id.row.keys,
        needsKey: id.needsKey
      )
    }
  }

  /// Whether somebody would be locked in without a key that no text field takes as text.
  private var needsKey: Bool {
    switch self {
    case .dialogCancel, .dialogPress, .filterKeep, .filterClear: true
    default: false
    }
  }
}
