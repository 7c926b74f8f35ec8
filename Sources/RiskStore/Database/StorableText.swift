import Foundation

extension String {
  /// The text without NUL, at which SQLite's readers stop: it would never compare equal to what was saved.
  var storable: String {
    hasNUL ? replacingOccurrences(of: "\0", with: "\u{FFFD}") : self
  }

  private var hasNUL: Bool {
    // Looked through at once, not byte by byte, since each text of a million users is.
    utf8.withContiguousStorageIfAvailable { bytes in
      bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
    } ?? utf8.contains(0)
  }
}
