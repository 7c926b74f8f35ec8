/// Parts JSON that arrives piece by piece into the rows of one list and everything else.
///
/// Looks at brackets, commas and strings only. What it takes out stands between the brackets of the
/// list, so the text is JSON where the rest is, every row is, and `isMalformed` is false. Where the list
/// is not found, as in a page of HTML, all of it is rest.
struct RowSplitter: Sendable {
  /// The text without the rows: `{"success":true,"result":{"users":[]}}`.
  var rest: [UInt8] = []
  /// Rows since they were taken last, a comma behind each but one that is still coming.
  private(set) var rows: [UInt8] = []
  /// Where each whole row in `rows` ends.
  private(set) var rowEnds: [Int] = []
  /// True where something other than a row stands between two commas, or another bracket ends the list.
  private(set) var isMalformed = false
  /// How deep arrays and objects nest: `[[1]]` is 2 deep.
  ///
  /// Counts brackets outside strings only, so it holds for malformed text as well.
  private(set) var deepest = 0

  /// The names that lead to the list.
  private let path: [[UInt8]]
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var isInList = false
  /// The depth of the object that may hold the path's next name; 0 where the list is over or cannot come any more.
  ///
  /// Of two members of a name the first counts, as for a decoder.
  private var level: Int
  private var name: [UInt8] = []
  private var isInName = false
  /// Whether the value of `name` comes next.
  private var isNamed = false

  /// Looks for the list at the end of a path of names; for none where the path is empty.
  init(list path: [String]) {
    self.path = path.map { Array($0.utf8) }
    level = path.isEmpty ? 0 : 1
  }

  /// Takes the next bytes.
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var place = 0
    while place < bytes.count {
      if isInString {
        place = endOfString(bytes, from: place)
        continue
      }
      switch bytes[place] {
      case UInt8(ascii: "\""):
        isInString = true
        if isOnTheWay { beginString() }
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        let opensList = opensList(bytes[place])
        depth += 1
        deepest = max(deepest, depth)
        if opensList {
          rest += bytes[start...place]
          start = place + 1
          isInList = true
        }
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if isInList, depth == level + 1 {
          rows += bytes[start..<place]
          start = place
          endList(with: bytes[place])
        } else if isOnTheWay {
          level = 0
        }
        depth -= 1
      case UInt8(ascii: ","):
        if isInList, depth == level + 1 {
          rows += bytes[start..<place]
          start = place + 1
          endRow()
          rows.append(UInt8(ascii: ","))
        } else if isOnTheWay {
          endValue()
        }
      case UInt8(ascii: ":"):
        if isOnTheWay { endName() }
      default: break
      }
      place += 1
    }
    if isInList { rows += bytes[start...] } else { rest += bytes[start...] }
  }

  /// Forgets the whole rows, which were looked at; keeps the one that is still coming.
  mutating func removeRows() {
    guard let end = rowEnds.last else { return }
    rows.removeSubrange(..<min(end + 1, rows.count))
    rowEnds.removeAll(keepingCapacity: true)
  }

  /// Where the string ends that holds a place, or the bytes do.
  private mutating func endOfString(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var place = start
    while place < bytes.count {
      let byte = bytes[place]
      // A longer name is none of the path's.
      if isInName, byte != UInt8(ascii: "\"") || isEscaped, name.count < 100 { name.append(byte) }
      place += 1
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
        isInName = false
        return place
      }
    }
    return place
  }

  // MARK: The way to the list

  /// Whether names count that come now.
  private var isOnTheWay: Bool { depth == level && level > 0 && !isInList }

  private mutating func beginString() {
    if isNamed { return endValue() }
    name.removeAll(keepingCapacity: true)
    isInName = true
  }

  private mutating func endName() {
    // A name with an escape in it may be any, so the list is left to the decoder.
    if name.contains(UInt8(ascii: "\\")) { level = 0 }
    isNamed = true
  }

  /// The value of a name is no object or list, or is over.
  private mutating func endValue() {
    if isNamed, name == path[level - 1] { level = 0 }
    isNamed = false
  }

  /// Whether a bracket opens the list; follows the path where it opens the next object of it.
  private mutating func opensList(_ bracket: UInt8) -> Bool {
    let isObject = bracket == UInt8(ascii: "{")
    if depth == 0, !isObject { level = 0 }
    guard isOnTheWay, isNamed else { return false }
    isNamed = false
    guard name == path[level - 1] else { return false }
    let isLast = level == path.count
    if isLast, !isObject { return true }
    level = isObject && !isLast ? level + 1 : 0
    return false
  }

  // MARK: In the list

  private mutating func endRow() {
    let row = rows[(rowEnds.last.map { $0 + 1 } ?? 0)...]
    if row.allSatisfy(\.isJSONSpace) { isMalformed = true }
    rowEnds.append(rows.count)
  }

  private mutating func endList(with bracket: UInt8) {
    let row = rows[(rowEnds.last.map { $0 + 1 } ?? 0)...]
    // The decoder takes a comma behind the last row, too.
    if !row.allSatisfy(\.isJSONSpace) { endRow() }
    if bracket != UInt8(ascii: "]") { isMalformed = true }
    isInList = false
    level = 0
  }
}

extension UInt8 {
  /// Whether it may stand between two parts of JSON and means nothing.
  var isJSONSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
