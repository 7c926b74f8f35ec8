import Foundation

/// Judges replies: a result, or the error that the account meant.
struct ReplyReader: Sendable {
  var operation: APIOperation
  var maxBodyBytes: Int
  var maxDepth: Int

  /// The most that is kept of a reply besides the rows of its list, in bytes.
  ///
  /// The API's own replies have some hundred; without lists, some thousand.
  static let maxRestBytes = 16_000_000

  /// Reads the envelope of a reply that must carry a result.
  func result<Row: WireRow, Value: Decodable & Sendable>(
    of received: ReceivedReply<Row>,
    as type: Value.Type
  ) throws(APIError) -> (value: Value, pageInfo: PageInfo?) {
    let envelope = try envelope(of: received, as: type)
    guard let value = envelope?.result else {
      throw .undecodable(received.summary, "the reply has no result")
    }
    return (value, envelope?.pageInfo)
  }

  /// Reads the envelope of a reply that must carry a result with a list.
  func page<Page: WirePage>(
    of received: ReceivedReply<Page.Row>,
    as type: Page.Type
  ) throws(APIError) -> (value: Page, pageInfo: PageInfo?) {
    var page = try result(of: received, as: type)
    // None are left where the list's name was spelled with an escape.
    page.value.rows = page.value.rows.isEmpty ? received.body.rows : page.value.rows
    return page
  }

  /// Reads the envelope of a reply whose result may be missing; nil then.
  func optionalResult<Row: WireRow, Value: Decodable & Sendable>(
    of received: ReceivedReply<Row>,
    as type: Value.Type
  ) throws(APIError) -> Value? {
    try envelope(of: received, as: type)?.result
  }

  /// The envelope of a successful reply; nil where a success has no body at all.
  private func envelope<Row: WireRow, Value: Decodable & Sendable>(
    of received: ReceivedReply<Row>,
    as type: Value.Type
  ) throws(APIError) -> Envelope<Value>? {
    let (reply, body) = (received.reply, received.body)
    if body.byteCount > maxBodyBytes {
      throw .tooLarge(received.summary, "more than \(ByteSize(maxBodyBytes))")
    }
    let isTooDeep = body.depth > maxDepth
    let isReadable = !isTooDeep && !body.isRestTooLarge
    guard (200..<300).contains(reply.status) else {
      throw ErrorReply(reply, isReadable: isReadable).error(operation: operation)
    }
    if isTooDeep {
      throw .undecodable(received.summary, "the reply nests deeper than \(maxDepth) levels")
    }
    if body.isRestTooLarge {
      let size = ByteSize(Self.maxRestBytes)
      throw .undecodable(received.summary, "more than \(size) of the reply are no rows of a list")
    }
    if body.byteCount == 0 { return nil }
    if body.isMalformed { throw .undecodable(received.summary, notJSON(body.beginning)) }
    let envelope: Envelope<Value>
    do {
      envelope = try JSONDecoder().decode(Envelope<Value>.self, from: reply.body)
    } catch {
      throw .undecodable(received.summary, words(for: error, beginning: body.beginning))
    }
    if envelope.success != false, let failure = body.failure {
      throw .undecodable(received.summary, words(for: failure, beginning: body.beginning))
    }
    let isFailure = envelope.success.map { !$0 } ?? !envelope.errors.isEmpty
    if isFailure { throw ErrorReply(reply, isReadable: true).error(operation: operation) }
    if envelope.success == nil, envelope.result == nil {
      throw .undecodable(received.summary, "the reply does not say whether the call succeeded")
    }
    return envelope
  }

  private func notJSON(_ beginning: Data) -> String {
    let text = ErrorReply.text(of: beginning)
    return text.isEmpty ? "the reply is not JSON" : "the reply is not JSON but “\(text)”"
  }

  /// Where decoding failed, without the names of Swift types: `result.users[3].user_id is missing`.
  private func words(for error: any Error, beginning: Data) -> String {
    guard let error = error as? DecodingError else { return "the reply is not JSON" }
    switch error {
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      return notJSON(beginning)
    case .dataCorrupted(let context):
      return "\(jsonPath(context.codingPath)) cannot be read"
    case .keyNotFound(let key, let context):
      let path = context.codingPath
      let isNamed = path.last.map { $0.stringValue == key.stringValue } ?? false
      return "\(jsonPath(isNamed ? path : path + [key])) is missing"
    case .valueNotFound(_, let context):
      return "\(jsonPath(context.codingPath)) is null"
    case .typeMismatch(_, let context):
      return "\(jsonPath(context.codingPath)) has an unexpected type"
    @unknown default:
      return "the reply is not what the API describes"
    }
  }

  private func jsonPath(_ path: [any CodingKey]) -> String {
    var text = ""
    for key in path {
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return text.isEmpty ? "the reply" : text
  }
}
