/// Turns curses' scrolling of several rows into what every terminal understands.
///
/// Curses scrolls with SU and SD (`CSI n S`, `CSI n T`) where terminfo offers them, and `xterm` in
/// TERM offers them for many terminals and recorders that ignore them. A row scrolled by one and
/// not by the other puts names beside other people's levels. Curses sends SU with the cursor on
/// the last row of the scrolling region, and SD on the first, where line feeds and reverse
/// line feeds do the same since the VT100.
enum PortableScroll {
  /// `CSI 2 S` becomes two line feeds; everything else stays.
  static func rewritten(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "S")) || bytes.contains(UInt8(ascii: "T")) else {
      return bytes
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let scroll = scroll(in: bytes, at: index) {
        for _ in 0..<scroll.rows { result += scroll.isUp ? lineFeed : reverseLineFeed }
        index = scroll.end
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  private static let lineFeed: [UInt8] = [0x0A]
  private static let reverseLineFeed: [UInt8] = [0x1B, UInt8(ascii: "M")]

  private static func scroll(
    in bytes: [UInt8],
    at start: Int
  ) -> (rows: Int, isUp: Bool, end: Int)? {
    guard bytes[start] == 0x1B, start + 2 < bytes.count, bytes[start + 1] == UInt8(ascii: "[")
    else { return nil }
    var index = start + 2
    var rows = 0
    while index < bytes.count, index < start + 6, (0x30...0x39).contains(bytes[index]) {
      rows = rows * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    guard index < bytes.count else { return nil }
    let isUp = bytes[index] == UInt8(ascii: "S")
    guard isUp || bytes[index] == UInt8(ascii: "T") else { return nil }
    return (max(1, rows), isUp, index + 1)
  }
}
