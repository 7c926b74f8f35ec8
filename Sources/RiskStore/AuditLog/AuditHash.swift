import Crypto
import Foundation
import GRDB

/// The chain that makes the audit log tamper-evident.
///
/// A line's hash is the lower-case hexadecimal SHA-256 of `ztriage-audit-FORM`, a line feed, and then each
/// column but `hash`, in the table's order, as `NAME=KIND:LENGTH:VALUE` and a line feed: the kind is `n` for NULL
/// (length 0), `i` for an integer in decimal, `t` for text; the length counts bytes. `previous` is the hash of the
/// line before, 64 zeros for the first. In form 2 what people wrote (``personal``) stands as its own SHA-256, of
/// kind `h`: a text can be erased one day, and its hash, kept beside, still proves the line.
///
/// ```
/// ztriage-audit-2⏎seq=i:1:7⏎form=i:1:2⏎kind=t:6:intent⏎intent_seq=n:0:⏎…note=h:64:9f86…⏎…
/// ```
enum AuditHash {
  /// The form of the lines that are written now.
  ///
  /// Lines from before version 4 of the schema are of form 1.
  static let currentForm = 2
  /// The columns of a line but `hash`, in the table's order.
  static let columns = [
    "seq", "form", "kind", "intent_seq", "time", "account", "operator", "action", "target",
    "reason", "note", "before", "after", "outcome", "detail", "ray", "audit_log_id",
    "snapshot_hash", "previous",
  ]
  /// What people wrote, or what is known of a person.
  static let personal: Set<String> = ["note", "before", "after", "detail"]
  static let first = String(repeating: "0", count: 64)

  /// `values` in the order of `columns`.
  static func hash(_ values: [DatabaseValue]) -> String {
    let form = Int.fromDatabaseValue(values[1]) ?? currentForm
    var digest = SHA256()
    var bytes = Array("ztriage-audit-\(form)\n".utf8)
    for (column, value) in zip(columns, values) {
      // Form 1 is from before there were others.
      if form == 1, column == "form" { continue }
      var kind: String
      var content: [UInt8]
      switch value.storage {
      case .null: (kind, content) = ("n", [])
      case .int64(let number): (kind, content) = ("i", Array(String(number).utf8))
      case .string(let text): (kind, content) = ("t", Array(text.utf8))
      // Never written here, but hashed apart from text, so that a swap of the kinds shows.
      case .double(let number): (kind, content) = ("d", Array("\(number)".utf8))
      case .blob(let data): (kind, content) = ("b", Array(data))
      }
      if form != 1, kind == "t", personal.contains(column) {
        (kind, content) = ("h", Array(hex(SHA256.hash(data: content)).utf8))
      }
      bytes += Array("\(column)=\(kind):\(content.count):".utf8) + content + [0x0A]
    }
    digest.update(data: bytes)
    return hex(digest.finalize())
  }

  static func hash(text: String) -> String { hex(SHA256.hash(data: Array(text.utf8))) }

  private static func hex(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let bytes = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
