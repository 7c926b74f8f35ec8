import Foundation
import GRDB

/// The chain that makes the audit log tamper-evident.
///
/// A line's hash is the lower-case hexadecimal SHA-256 of ``HashedFields``: the form `ztriage-audit-FORM`, and then
/// each column but `hash`, in the table's order. `previous` is the hash of the line before, 64 zeros for the
/// first. Three forms are known:
///
/// - 1, from before version 4 of the schema: without the columns `form` and `origin`, times as text.
/// - 2, of version 4: with `form`, and what people wrote (``personal``) stands as its own hash.
/// - 3: with `origin` too, and the time is a number.
///
/// ```
/// ztriage-audit-3⏎seq=i:1:7⏎form=i:1:3⏎kind=t:6:intent⏎intent_seq=n:0:⏎…note=h:64:9f86…⏎…
/// ```
enum AuditHash {
  /// The form of the lines that are written now.
  static let currentForm = 3
  /// The columns of a line but `hash`, in the table's order.
  static let columns = [
    "seq", "form", "kind", "intent_seq", "time", "account", "operator", "action", "target",
    "reason", "note", "before", "after", "outcome", "detail", "ray", "audit_log_id",
    "snapshot_hash", "previous", "origin",
  ]
  /// What people wrote, or what is known of a person.
  static let personal: Set<String> = ["note", "before", "after", "detail"]
  static let first = String(repeating: "0", count: 64)

  /// The columns that a line of a form says.
  static func columns(ofForm form: Int) -> [String] {
    columns.filter { ($0 != "form" || form > 1) && ($0 != "origin" || form > 2) }
  }

  /// `values` in the order of ``columns``; `erased` holds the hashes of texts that are no longer there.
  static func hash(_ values: [DatabaseValue], erased: [String: String] = [:]) -> String {
    let form = Int.fromDatabaseValue(values[1]) ?? currentForm
    let said = Set(columns(ofForm: form))
    var fields = HashedFields(form: "ztriage-audit-\(form)")
    for (column, value) in zip(columns, values) where said.contains(column) {
      if value.isNull, form > 1, let text = erased[column] {
        fields.add(column, textHash: text)
      } else if form < 3, column == "time", let time = Int64.fromDatabaseValue(value) {
        fields.add(column, Moment.iso(Moment.date(time)).databaseValue)
      } else {
        fields.add(column, value, personal: form > 1 && personal.contains(column))
      }
    }
    return fields.hexHash
  }

  static func hash(text: String) -> String { HashedFields.hash(text: text) }
}
