import TerminalUI

extension BindingID {
  /// The row as it is delivered; a binding without one does not compile.
  package var row: Row {
    switch self {
    case .focusUsers: Self.row(.everywhere, ["1"], "focus Users")
    case .focusTimeline: Self.row(.everywhere, ["2"], "focus Timeline")
    case .focusIntegrations: Self.row(.everywhere, ["3"], "focus Integrations")
    case .focusBehaviors: Self.row(.everywhere, ["4"], "focus Behaviors")
    case .focusNext: Self.row(.everywhere, [.tab], "next pane", 9)
    case .focusPrevious: Self.row(.everywhere, [.shiftTab], "previous pane")
    case .zoom: Self.row(.everywhere, ["z"], "zoom the pane, and back")
    case .filter: Self.row(.everywhere, ["/"], "filter", 4)
    case .palette: Self.row(.everywhere, [":"], "commands", 8)
    case .help: Self.row(.everywhere, ["?"], "help", 0)
    case .refresh: Self.row(.everywhere, ["r"], "refresh", 7)
    case .copy: Self.row(.everywhere, ["y"], "copy")
    case .export: Self.row(.everywhere, ["e"], "export")
    case .news: Self.row(.everywhere, ["="], "what changed since you last looked")
    case .markSeen: Self.row(.everywhere, [], "mark all changes as seen")
    case .log: Self.row(.everywhere, ["!"], "messages")
    case .repaint: Self.row(.terminal, [.control("l")], "repaint")
    case .suspend: Self.row(.terminal, [.control("z")], "suspend")
    case .back: Self.row(.everywhere, [.escape], "back")
    case .quit: Self.row(.everywhere, ["q", .control("c")], "quit", 10)
    case .unlock: Self.row(.everywhere, [], "allow changes")
    case .lock: Self.row(.everywhere, [], "read-only mode")
    case .dropNotes: Self.row(.everywhere, [], "discard the unsaved notes")

    case .listDown: Self.row(.list, [.down, "j"], "down")
    case .listUp: Self.row(.list, [.up, "k"], "up")
    case .listFirst: Self.row(.list, [.home, "g"], "first")
    case .listLast: Self.row(.list, [.end, "G"], "last")
    case .listPageDown: Self.row(.list, [.pageDown, .control("f")], "page down")
    case .listPageUp: Self.row(.list, [.pageUp, .control("b")], "page up")
    case .listHalfPageDown: Self.row(.list, [.control("d")], "half page down")
    case .listHalfPageUp: Self.row(.list, [.control("u")], "half page up")

    case .usersOpen: Self.row(.users, [.enter], "timeline", 1)
    case .usersMark: Self.row(.users, [.space], "mark", 3)
    case .usersMarkAll: Self.row(.users, ["*"], "mark all shown")
    case .usersClearMarks: Self.row(.users, ["-"], "clear marks")
    case .usersSort: Self.row(.users, ["s"], "sort", 5)
    case .usersSortReverse: Self.row(.users, ["S"], "reverse the sort")
    case .usersReset: Self.row(.users, ["R"], "reset", 2)
    case .usersVerdict: Self.row(.users, ["v"], "verdict and note", 3)
    case .usersPast: Self.row(.users, ["p"], "show past users", 9)
    case .timelineOpen: Self.row(.timeline, [.enter], "details", 1)
    case .timelineReset: Self.row(.timelineUser, ["R"], "reset", 2)
    case .timelineVerdict: Self.row(.timelineUser, ["v"], "verdict and note", 3)
    case .integrationsToggle: Self.row(.integrations, [.space], "pause/resume", 1)
    case .integrationsOpen: Self.row(.integrations, [.enter], "details", 2)
    case .integrationsAdd: Self.row(.integrations, ["a"], "add", 3)
    case .integrationsEdit: Self.row(.integrations, ["E"], "edit", 4)
    case .integrationsDelete: Self.row(.integrations, ["D"], "delete", 6)
    case .behaviorsToggle: Self.row(.behaviors, [.space], "turn on/off", 1)
    case .behaviorsLower: Self.row(.behaviors, ["h", .left], "lower", 3)
    case .behaviorsRaise: Self.row(.behaviors, ["l", .right], "raise", 4)
    case .behaviorsWrite: Self.row(.behaviors, ["w"], "save", 2)
    case .behaviorsDiscard: Self.row(.behaviors, ["U"], "discard changes", 6)
    case .timelineFold: Self.row(.evidence, [.enter, .space], "fold", 1)
    case .timelineRaw: Self.row(.evidence, ["t"], "tree or raw JSON", 2)
    case .timelineClose: Self.row(.evidence, [.left, "h"], "back to the timeline")
    case .timelineNext: Self.row(.evidence, ["]"], "next event", 3)
    case .timelinePrevious: Self.row(.evidence, ["["], "previous event")

    case .filterKeep: Self.row(.filter, [.enter], "keep", 1)
    case .filterClear: Self.row(.filter, [.escape, .control("c")], "clear", 2)
    case .textLeft: Self.edit(.left, [.left, .control("b")], "left")
    case .textRight: Self.edit(.right, [.right, .control("f")], "right")
    case .textStart: Self.edit(.start, [.home, .control("a")], "to the start")
    case .textEnd: Self.edit(.end, [.end, .control("e")], "to the end")
    case .textDeleteBack: Self.edit(.deleteBack, [.backspace], "delete back")
    case .textDelete: Self.edit(.delete, [.delete], "delete")
    case .textDeleteToStart: Self.edit(.deleteToStart, [.control("u")], "delete to the start")
    case .textDeleteToEnd: Self.edit(.deleteToEnd, [.control("k")], "delete to the end")
    case .textDeleteWord: Self.edit(.deleteWord, [.control("w")], "delete a word")

    case .dialogCancel: Self.row(.dialog, [.escape, "n"], "cancel", 2)
    case .dialogPress: Self.row(.dialog, [.enter], "press the button", 4)
    case .dialogNext: Self.row(.dialog, [.tab], "next button", 5)
    case .dialogPrevious: Self.row(.dialog, [.shiftTab], "previous button")
    case .dialogConfirm: Self.row(.question, ["y"], "confirm", 1)
    case .dialogRight: Self.row(.buttons, [.right], "button on the right")
    case .dialogLeft: Self.row(.buttons, [.left], "button on the left")
    case .dialogTurn: Self.row(.buttons, [.space], "flip the switch")
    case .dialogClose: Self.row(.page, [.escape, "q"], "close", 4)
    case .resetReason1: Self.row(.reset, ["1"], "confirmed user activity")
    case .resetReason2: Self.row(.reset, ["2"], "false positive")
    case .resetReason3: Self.row(.reset, ["3"], "remediated")
    case .resetReason4: Self.row(.reset, ["4"], "security testing")
    case .resetReason5: Self.row(.reset, ["5"], "other")
    case .resetNote: Self.row(.reset, ["i"], "edit the note", 3)
    case .resetPause: Self.row(.resetRun, ["p", .space], "pause", 2)
    case .resetStop: Self.row(.resetRun, ["s"], "stop", 3)
    case .verdictTruePositive: Self.row(.verdict, ["1"], "true positive")
    case .verdictFalsePositive: Self.row(.verdict, ["2"], "false positive")
    case .verdictBenign: Self.row(.verdict, ["3"], "benign")
    case .verdictUndetermined: Self.row(.verdict, ["4"], "undetermined")
    case .verdictNote: Self.row(.verdict, ["i"], "edit the note", 3)
    case .conflictTheirs: Self.row(.conflict, ["1", .left, "h"], "theirs", 1)
    case .conflictMine: Self.row(.conflict, ["2", .right, "l"], "yours", 1)
    case .newsOpen: Self.row(.news, [.enter], "open", 1)
    case .newsSeen: Self.row(.news, ["m"], "mark all seen", 2)
    case .newsSince: Self.row(.news, ["t"], "change time", 3)
    case .paletteNext: Self.row(.palette, [.control("n")], "next command")
    case .palettePrevious: Self.row(.palette, [.control("p")], "previous command")
    }
  }

  private static func row(
    _ context: KeyContext,
    _ keys: [Key],
    _ hint: SafeText,
    _ rank: Int? = nil
  ) -> Row {
    Row(context: context, keys: keys, hint: hint, rank: rank)
  }

  private static func edit(_ edit: TextEdit, _ keys: [Key], _ hint: SafeText) -> Row {
    Row(context: .text, keys: keys, hint: hint, rank: nil, edit: edit)
  }
}
