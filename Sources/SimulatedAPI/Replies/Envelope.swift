import RiskAPI
import Foundation

/// The object around every JSON answer: success, errors, messages, result, result_info.
enum Envelope {
  static func success(_ answer: Answer) -> Data {
    var json = JSONWriter()
    json.raw(#"{"success":true,"errors":[],"messages":[],"result":"#)
    json.raw(answer.result)
    if let info = answer.info {
      json.raw(#","result_info":{"page":"#)
      json.integer(info.page)
      json.raw(#","per_page":"#)
      json.integer(info.perPage)
      json.raw(#","count":"#)
      json.integer(info.count)
      json.raw(#","total_count":"#)
      json.integer(info.totalCount)
      json.raw(#","total_pages":"#)
      json.integer(info.totalPages)
      json.raw("}")
    }
    json.raw("}")
    return Data(json.bytes)
  }

  static func failure(_ problem: Problem) -> Data {
    var json = JSONWriter()
    json.raw(#"{"success":false,"errors":[{"code":"#)
    json.integer(problem.code)
    json.raw(#","message":"#)
    json.string(problem.message)
    if let pointer = problem.pointer {
      json.raw(#","source":{"pointer":"#)
      json.string(pointer)
      json.raw("}")
    }
    if let cause = problem.cause {
      json.raw(#","error_chain":[{"code":"#)
      json.integer(cause.code)
      json.raw(#","message":"#)
      json.string(cause.message)
      json.raw("}]")
    }
    json.raw(#"}],"messages":[],"result":null}"#)
    return Data(json.bytes)
  }
}

/// What a route gives back for the envelope.
struct Answer {
  /// JSON.
  var result: [UInt8]
  var info: ResultInfo?

  init(info: ResultInfo? = nil, _ write: (inout JSONWriter) -> Void) {
    var json = JSONWriter()
    write(&json)
    result = json.bytes
    self.info = info
  }
}

/// Which part of a list a reply holds.
struct ResultInfo: Hashable {
  /// Counted from 1.
  var page: Int
  var perPage: Int
  var totalCount: Int

  var totalPages: Int { totalCount / perPage + (totalCount % perPage == 0 ? 0 : 1) }

  /// Positions of the list that the page holds; empty beyond the last page.
  var range: Range<Int> {
    let (start, overflows) = (page - 1).multipliedReportingOverflow(by: perPage)
    guard !overflows, start < totalCount else { return 0..<0 }
    return start..<start + min(perPage, totalCount - start)
  }

  var count: Int { range.count }
}
