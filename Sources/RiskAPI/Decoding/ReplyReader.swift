import Foundation

/// Judges replies: a result, or the error that the account meant.
struct ReplyReader: Sendable {
  var operation: APIOperation
  var maxBodyBytes: Int
  var maxDepth: Int

  /// Reads the envelope of a reply that must carry a result.
  func result<Value: Decodable & Sendable>(
    of reply: APIReply,
    as type: Value.Type
  ) throws(APIError) -> (value: Value, pageInfo: PageInfo?) {
    let envelope = try envelope(of: reply, as: type)
    guard let value = envelope?.result else {
      throw .undecodable(summary(of: reply), "the reply has no result")
    }
    return (value, envelope?.pageInfo)
  }

  /// Reads the envelope of a reply whose result may be missing; nil then.
  func optionalResult<Value: Decodable & Sendable>(
    of reply: APIReply,
    as type: Value.Type
  ) throws(APIError) -> Value? {
    try envelope(of: reply, as: type)?.result
  }

  /// The envelope of a successful reply; nil where a success has no body at all.
  private func envelope<Value: Decodable & Sendable>(
    of reply: APIReply,
    as type: Value.Type
  ) throws(APIError) -> Envelope<Value>? {
    if reply.body.count > maxBodyBytes {
      throw .tooLarge(summary(of: reply), "the reply is larger than \(maxBodyBytes) bytes")
    }
    let isTooDeep = JSONDepth.exceeds(maxDepth, in: reply.body)
    guard (200..<300).contains(reply.status) else {
      throw ErrorReply(reply, isReadable: !isTooDeep).error(operation: operation)
    }
    if isTooDeep {
      throw .tooLarge(summary(of: reply), "the reply nests deeper than \(maxDepth) levels")
    }
    if reply.body.isEmpty { return nil }
    let envelope: Envelope<Value>
    do {
      envelope = try JSONDecoder().decode(Envelope<Value>.self, from: reply.body)
    } catch {
      throw .undecodable(summary(of: reply), words(for: error, reply: reply))
    }
    let isFailure = envelope.success.map { !$0 } ?? !envelope.errors.isEmpty
    if isFailure { throw ErrorReply(reply, isReadable: true).error(operation: operation) }
    if envelope.success == nil, envelope.result == nil {
      throw .undecodable(summary(of: reply), "the reply does not say whether the call succeeded")
    }
    return envelope
  }

  private func summary(of reply: APIReply) -> APIError.Reply {
    APIError.Reply(status: reply.status, ray: reply.ray)
  }

  /// Where decoding failed, without the names of Swift types: `result.users[3].user_id is missing`.
  private func words(for error: any Error, reply: APIReply) -> String {
    guard let error = error as? DecodingError else { return "the reply is not JSON" }
    switch error {
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      let text = ErrorReply.text(of: reply)
      return text.isEmpty ? "the reply is not JSON" : "the reply is not JSON but “\(text)”"
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
