import TerminalUI

/// The control sequence that hands text to the clipboard of whoever looks at the terminal (OSC 52).
///
/// It travels with the output, so it works over SSH without anything on the other side.
enum Clipboard {
  /// Bytes of text at most: with base64 and its marks, terminals take 100 000.
  static let limit = 74_994

  /// The bytes to send; nil for text beyond ``limit``.
  ///
  /// tmux takes the plain sequence only with `set-clipboard on`, and one wrapped for passing on only
  /// with `allow-passthrough on` (or before 3.3, always). Nothing tells which, so both are sent;
  /// where both work, the clipboard is set twice to the same text.
  static func sequence(for text: SafeText, insideTmux: Bool) -> [UInt8]? {
    let bytes = Array(text.string.utf8)
    guard bytes.count <= limit else { return nil }
    let plain = Array("\u{1B}]52;c;".utf8) + base64(bytes) + [0x07]
    guard insideTmux else { return plain }
    let wrapped = Array("\u{1B}Ptmux;\u{1B}".utf8) + plain + Array("\u{1B}\\".utf8)
    return plain + wrapped
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
  )

  private static func base64(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(0) { $0 << 8 | Int($1) }
      bits <<= (3 - group.count) * 8
      for place in 0..<4 {
        let isPadding = place > group.count
        result.append(isPadding ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * place) & 0x3F])
      }
    }
    return result
  }
}
