/// What is wrong in the history.
package enum HistoryFault: Hashable, Sendable {
  /// A row says something else than what was written, or was put in; `kind` is `user`, `behavior` or `integration`.
  case changed(kind: String, id: String, row: Int64)
  /// The row before this one is missing.
  case removed(kind: String, id: String, before: Int64)
  /// The newest row of a user is missing, or what is kept of the user beside it was changed.
  case current(user: String)
  /// A user's name or e-mail is not as it was written.
  case name(user: String)
  /// A look at the account was changed or put in.
  case look(Int64)
  /// A look at the account, from this number on, is missing.
  case removedLook(Int64)
  /// A look has other rows than were written with it.
  case rows(look: Int64)

  /// What was found, for a person.
  package var words: String {
    switch self {
    case .changed(let kind, let id, let row):
      "row \(row) of the history (\(kind) \(id)) was changed or added"
    case .removed(let kind, let id, let row):
      "the row before row \(row) of the history (\(kind) \(id)) was removed"
    case .current(let user): "how user \(user) stands was changed, or the newest row was removed"
    case .name(let user): "the name or e-mail of user \(user) was changed"
    case .look(let seq): "look \(seq) in the history was changed or added"
    case .removedLook(let seq): "look \(seq) was removed from the history"
    case .rows(let seq): "rows of look \(seq) were added to or removed from the history"
    }
  }
}
