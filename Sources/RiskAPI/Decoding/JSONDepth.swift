import Foundation

/// How deep JSON text nests, told without decoding it.
enum JSONDepth {
  /// True when arrays and objects nest deeper than `limit`: `[[1]]` is 2 deep.
  ///
  /// Looks at brackets outside strings only, so it holds for malformed text as well.
  static func exceeds(_ limit: Int, in data: Data) -> Bool {
    // SAFETY: the buffer is read inside the closure alone, by iteration.
    data.withUnsafeBytes { bytes in
      var depth = 0
      var isInString = false
      var isEscaped = false
      for byte in bytes {
        if isInString {
          if isEscaped {
            isEscaped = false
          } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
          } else if byte == UInt8(ascii: "\"") {
            isInString = false
          }
          continue
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          depth += 1
          if depth > limit { return true }
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        default: break
        }
      }
      return false
    }
  }
}
