import Foundation
import HTTPTypes

/// A row of a list, decoded while the reply arrives.
protocol WireRow: Decodable, Sendable {
  associatedtype Value: Sendable

  var value: Value { get }

  /// Reads a row without a decoder where it looks as nearly all do; nil for any other.
  ///
  /// What it gives is what the decoder would.
  static func quick(_ bytes: UnsafeBufferPointer<UInt8>) -> Value?
}

extension WireRow {
  static func quick(_ bytes: UnsafeBufferPointer<UInt8>) -> Value? { nil }
}

/// A result without a list.
struct NoRow: WireRow {
  var value: NoRow { self }
}

/// A reply whose body was read as it arrived.
struct ReceivedReply<Row: WireRow>: Sendable {
  /// The head, and all of the body but the rows.
  var reply: APIReply
  var body: ReplyBody<Row>

  init(_ received: (head: APIReply, reader: ReplyBody<Row>)) {
    (reply, body) = received
    body.finish()
    reply.body = body.rest
  }

  /// What errors tell of it.
  var summary: APIError.Reply { APIError.Reply(status: reply.status, ray: reply.ray) }

  /// The same with a mark wherever it holds the secret; nil where it does not.
  ///
  /// One that is shorter than any real credential is left: it may be a part of every other word.
  func hiding(_ secret: String) -> ReceivedReply? {
    guard secret.utf8.count >= 8 else { return nil }
    var hidden = self
    hidden.reply.body = reply.body.hiding(secret)
    for index in reply.headers.indices {
      let value = reply.headers[index].value
      hidden.reply.headers[index].value = value.replacing(secret, with: redactionMark)
    }
    hidden.body.beginning = body.beginning.hiding(secret)
    let isSame = hidden.reply == reply && hidden.body.beginning == body.beginning
    return isSame ? nil : hidden
  }
}

/// What was read of a reply's body: rows are decoded as they come, and only the rest is kept.
struct ReplyBody<Row: WireRow>: BodyReader {
  /// The rows, up to one that cannot be read.
  private(set) var rows: [Row.Value] = []
  /// Why a row cannot be read; its path begins with that of the list.
  private(set) var failure: (any Error)?
  /// How many bytes came.
  private(set) var byteCount = 0
  /// The body's first bytes as they came, to be quoted.
  var beginning = Data()
  /// True where more than ``ReplyReader/maxRestBytes`` are no rows; then they are not kept.
  private(set) var isRestTooLarge = false

  private let list: [String]
  private var splitter = RowSplitter(list: [])
  private var isRowMalformed = false

  /// The longest beginning that is kept: titles of pages stand there, and what is hidden may end behind them.
  private static var beginningLimit: Int { 1 << 15 }
  /// Rows are decoded together when they have so many bytes.
  private static var batch: Int { 1 << 16 }

  /// Looks for rows in the list at the end of a path of names; for none where it is empty.
  init(list: [String]) {
    self.list = list
  }

  /// The body without the rows.
  var rest: Data { Data(splitter.rest) }
  /// How deep arrays and objects nest.
  var depth: Int { splitter.deepest }
  /// True where rows, or what stands between them, are no JSON.
  var isMalformed: Bool { isRowMalformed || splitter.isMalformed }

  mutating func begin(_ head: APIReply) {
    // What says no may have any form, and is read as it is.
    splitter = RowSplitter(list: (200..<300).contains(head.status) ? list : [])
  }

  mutating func read(_ piece: Data) {
    byteCount += piece.count
    if beginning.count < Self.beginningLimit {
      beginning += piece.prefix(Self.beginningLimit - beginning.count)
    }
    // SAFETY: the splitter copies what it keeps.
    piece.withUnsafeBytes { bytes in
      let bytes = bytes.assumingMemoryBound(to: UInt8.self)
      // A body that comes as one piece is no reason to keep all of its rows.
      for start in stride(from: 0, to: bytes.count, by: Self.batch) {
        splitter.take(UnsafeBufferPointer(rebasing: bytes[start...].prefix(Self.batch)))
        if splitter.rows.count >= Self.batch { decodeRows() }
      }
    }
    if splitter.rest.count > ReplyReader.maxRestBytes {
      isRestTooLarge = true
      splitter.rest = []
    }
  }

  /// The body is complete.
  mutating func finish() { decodeRows() }

  private mutating func decodeRows() {
    guard !splitter.rowEnds.isEmpty else { return }
    let (bytes, ends) = (splitter.rows, splitter.rowEnds)
    bytes.withUnsafeBufferPointer { bytes in
      // Rows in a form of their own wait for each other: a decoder is quicker with many at a time.
      var waiting = 0..<0
      var start = 0
      for end in ends {
        // SAFETY: rows end where the splitter says, inside the bytes, which are read here alone.
        if let value = Row.quick(UnsafeBufferPointer(rebasing: bytes[start..<end])) {
          decode(bytes[waiting])
          waiting = end..<end
          add(value)
        } else {
          waiting = (waiting.isEmpty ? start : waiting.lowerBound)..<end
        }
        start = end + 1
      }
      decode(bytes[waiting])
    }
    splitter.removeRows()
  }

  private mutating func add(_ value: Row.Value) {
    if failure == nil { rows.append(value) }
  }

  /// Decodes rows with commas between them.
  private mutating func decode(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    guard !bytes.isEmpty else { return }
    let text = Data([UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")])
    let decoder = JSONDecoder()
    do {
      for row in try decoder.decode([Row].self, from: text) { add(row.value) }
    } catch {
      // Of a text that is no Unicode it is only told when it is wanted: that is a row's fault, too.
      if (try? decoder.decode([Ignored].self, from: text)) == nil { isRowMalformed = true }
      if failure == nil {
        failure = (error as? DecodingError)?.moved(into: list, by: rows.count) ?? error
      }
    }
  }
}

extension DecodingError {
  /// The same error in a list at the end of a path, after so many rows.
  fileprivate func moved(into list: [String], by rows: Int) -> DecodingError {
    func moved(_ context: Context) -> Context {
      guard let row = context.codingPath.first?.intValue else { return context }
      let path: [any CodingKey] =
        list.map { PathKey(stringValue: $0) } + [PathKey(intValue: rows + row)]
      return Context(
        codingPath: path + context.codingPath.dropFirst(),
        debugDescription: context.debugDescription,
        underlyingError: context.underlyingError
      )
    }
    return switch self {
    case .typeMismatch(let type, let context): .typeMismatch(type, moved(context))
    case .valueNotFound(let type, let context): .valueNotFound(type, moved(context))
    case .keyNotFound(let key, let context): .keyNotFound(key, moved(context))
    case .dataCorrupted(let context): .dataCorrupted(moved(context))
    @unknown default: self
    }
  }
}

/// A name or a place in a path.
private struct PathKey: CodingKey {
  var stringValue: String
  var intValue: Int?

  init(stringValue: String) { self.stringValue = stringValue }
  init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }
}
