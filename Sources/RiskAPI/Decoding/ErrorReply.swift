import Foundation
import HTTPTypes

/// A reply that says no, in whatever form: the envelope, problem JSON, HTML or plain text.
struct ErrorReply {
  private let reply: APIReply
  private let items: [APIError.Item]
  /// Whether the API itself speaks, not something on the way to it.
  private let isEnvelope: Bool

  /// Reads the body; with `isReadable` false it is left alone.
  init(_ reply: APIReply, isReadable: Bool) {
    self.reply = reply
    guard isReadable else {
      (items, isEnvelope) = ([], false)
      return
    }
    let decoder = JSONDecoder()
    if let envelope = try? decoder.decode(Envelope<Ignored>.self, from: reply.body),
      envelope.success != nil || !envelope.errors.isEmpty
    {
      (items, isEnvelope) = (envelope.errors, true)
    } else if let problem = try? decoder.decode(Problem.self, from: reply.body) {
      (items, isEnvelope) = ([problem.item].compactMap { $0 }, false)
    } else {
      let text = Self.text(of: reply.body)
      let item = APIError.Item(code: Self.plainCode(in: text) ?? 0, message: text)
      (items, isEnvelope) = (text.isEmpty ? [] : [item], false)
    }
  }

  /// What the caller is told.
  func error(operation: APIOperation) -> APIError {
    let summary = APIError.Reply(status: reply.status, errors: items, ray: reply.ray)
    let codes = Set(items.map(\.code))
    if reply.status == 429 || !codes.isDisjoint(with: [10100, 971, 1015]) {
      return .rateLimited(summary, retryAfter: reply.retryAfter)
    }
    if !codes.isDisjoint(with: [9103, 9109]) { return .unauthorized(summary) }
    switch reply.status {
    case 400 where !codes.isDisjoint(with: [6003, 6111]), 401: return .unauthorized(summary)
    case 403:
      // Code 3314: the account's plan has no integrations, and no permission would help. A reply
      // without an envelope is a firewall's, which knows nothing of permissions.
      let isPermission = isEnvelope && !codes.contains(3314)
      return .forbidden(summary, missing: isPermission ? operation.permissions : [])
    case 404: return .notFound(summary)
    case 500...: return .serverFailed(summary)
    case _ where codes.contains(7003): return .notFound(summary)
    case 300..<400: return .undecodable(summary, redirectWords)
    default: return .rejected(summary)
    }
  }

  private var redirectWords: String {
    let host = reply.headers[.location].flatMap { URLComponents(string: $0)?.host }
    let target = host.map { " to \($0.prefix(100))" } ?? ""
    return "the reply redirects\(target), which is not followed"
  }

  /// RFC 9457 problem details, with the two members that this provider adds.
  private struct Problem: Decodable {
    var item: APIError.Item?

    enum CodingKeys: String, CodingKey {
      case title, detail
      case code = "error_code"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let words = [container.text(.title), container.text(.detail)].compactMap { $0 }
      guard !words.isEmpty else { return }
      item = APIError.Item(
        code: container.count(.code) ?? 0,
        message: ErrorReply.shortened(words.joined(separator: ": "))
      )
    }
  }

  /// What a body that is not JSON says, in one line: an HTML page's title, or the text's beginning.
  static func text(of body: Data) -> String {
    // Titles stand at the beginning; a page of megabytes is not searched.
    let text = String(decoding: body.prefix(16_384), as: UTF8.self)
    let isHTML = text.trimmed.hasPrefix("<")
    guard isHTML else { return text.contains("\u{0}") ? "" : shortened(text) }
    guard let start = text.range(of: "<title", options: .caseInsensitive),
      let open = text.range(of: ">", range: start.upperBound..<text.endIndex),
      let end = text.range(
        of: "</title",
        options: .caseInsensitive,
        range: open.upperBound..<text.endIndex
      )
    else { return "an HTML page" }
    var title = shortened(text[open.upperBound..<end.lowerBound])
    let entities = [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ]
    for (entity, character) in entities {
      title = title.replacingOccurrences(of: entity, with: character)
    }
    return title.isEmpty ? "an HTML page" : title
  }

  /// The number in `error code: 1015`.
  private static func plainCode(in text: String) -> Int? {
    let prefix = "error code: "
    guard text.lowercased().hasPrefix(prefix) else { return nil }
    return Int(text.dropFirst(prefix.count).prefix { $0.isNumber })
  }

  /// One line of at most 200 characters, runs of white space made one space.
  private static func shortened(_ text: some StringProtocol) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 200 ? words.prefix(199) + "…" : words
  }
}

extension APIReply {
  /// The `Retry-After` header in seconds, given as a number or as a date; nil for none.
  var retryAfter: Int? {
    guard let value = headers[values: .retryAfter].first?.trimmed else { return nil }
    if let seconds = Double(value) {
      return seconds.isFinite ? Int(min(max(0, seconds.rounded(.up)), 86_400)) : nil
    }
    guard let date = HTTPDate.parse(value) else { return nil }
    let now = headers[values: .date].first.flatMap(HTTPDate.parse) ?? Date()
    return Int(min(max(0, date.timeIntervalSince(now).rounded(.up)), 86_400))
  }
}

/// The date format of HTTP: `Sat, 21 Nov 2026 08:40:00 GMT`.
enum HTTPDate {
  /// Reads the fixed form of RFC 9110; nil for the two obsolete ones.
  static func parse(_ text: String) -> Date? {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT",
      let month = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let monthDigits = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return Timestamp.parse("\(parts[3])-\(monthDigits)-\(parts[1])T\(parts[4])Z")
  }
}
