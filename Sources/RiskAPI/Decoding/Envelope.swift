import Foundation

/// What is around every result: `{success, errors, messages, result, result_info}`.
///
/// Any of these can be missing or null. `result` is read only where `success` is not false.
struct Envelope<Result: Decodable & Sendable>: Decodable, Sendable {
  var success: Bool?
  var errors: [APIError.Item]
  var result: Result?
  var pageInfo: PageInfo?

  enum CodingKeys: String, CodingKey {
    case success, errors, result
    case pageInfo = "result_info"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    success = container.flag(.success)
    let items = (try? container.decodeIfPresent([WireItem].self, forKey: .errors)) ?? nil
    errors = (items ?? []).flatMap(\.flattened)
    pageInfo = (try? container.decodeIfPresent(PageInfo.self, forKey: .pageInfo)) ?? nil
    guard success != false else { return }
    result = try container.decodeIfPresent(Result.self, forKey: .result)
  }
}

/// The envelope's `result_info`; its numbers may have fractions.
struct PageInfo: Decodable, Hashable, Sendable {
  var page: Int?
  var perPage: Int?
  var count: Int?
  var totalCount: Int?

  enum CodingKeys: String, CodingKey {
    case page, count
    case perPage = "per_page"
    case totalCount = "total_count"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    page = container.count(.page)
    perPage = container.count(.perPage)
    count = container.count(.count)
    totalCount = container.count(.totalCount)
  }
}

/// A result that is not looked at.
struct Ignored: Decodable, Sendable {
  init() {}
  init(from decoder: any Decoder) {}
}

/// One entry of `errors`, with what it was caused by.
struct WireItem: Decodable {
  /// The entry itself, then its `error_chain`, outermost first.
  var flattened: [APIError.Item]

  enum CodingKeys: String, CodingKey {
    case code, message
    case chain = "error_chain"
  }

  init(from decoder: any Decoder) throws {
    guard let container = try? decoder.container(keyedBy: CodingKeys.self) else {
      let text = try? decoder.singleValueContainer().decode(String.self)
      flattened = text.map { [APIError.Item(code: 0, message: $0)] } ?? []
      return
    }
    let code = container.count(.code) ?? container.text(.code).flatMap { Int($0) } ?? 0
    let chain = (try? container.decodeIfPresent([WireItem].self, forKey: .chain)) ?? nil
    let item = APIError.Item(code: code, message: container.text(.message) ?? "")
    flattened = [item] + (chain ?? []).flatMap(\.flattened)
  }
}
