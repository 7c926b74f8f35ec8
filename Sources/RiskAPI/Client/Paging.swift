import Foundation
import HTTPTypes

extension APIClient {
  /// A paged result with the rows of all pages, each once, and what the account counts.
  ///
  /// Asks plainly first, because no paging is declared today. Only where the reply counts more than
  /// it brought are pages asked for: numbered from where the reply says it is, of the size it says
  /// it has. What comes again is dropped, since rows move between pages meanwhile. Ends at an empty
  /// page, at one with nothing new (the account ignores paging), or at the limit of pages, so the
  /// result may be short of the total.
  func allPages<Page: WirePage, Key: Hashable>(
    _ plan: PlannedRequest,
    as type: Page.Type,
    key: (Page.Row.Value) -> Key
  ) async throws(APIError) -> (value: Page, total: Int?) {
    var (page, info) = try await self.page(plan, as: type)
    let firstCount = page.rows.count
    var seen: Set<Key> = []
    seen.reserveCapacity(firstCount)
    page.rows.removeAll { !seen.insert(key($0)).inserted }
    var total = info?.totalCount
    var number = max(1, info?.page ?? 1)
    let perPage = [info?.perPage, info?.count, firstCount].compactMap { $0 }.first { $0 > 0 }
    guard let perPage, firstCount > 0 else { return (page, total) }
    while let wanted = total, page.rows.count < wanted, number < configuration.maxPages {
      let before = page.rows.count
      onEvent(.page(operation: plan.operation.rawValue, received: before, total: wanted))
      if Task.isCancelled { throw .canceled }
      number += 1
      let next: (value: Page, pageInfo: PageInfo?)
      do throws(APIError) {
        next = try await self.page(plan.page(number, perPage: perPage), as: type)
      } catch .rejected, .notFound {
        // The account may refuse parameters that it does not declare; what came is still good.
        break
      }
      page.rows += next.value.rows.filter { seen.insert(key($0)).inserted }
      total = next.pageInfo?.totalCount ?? total
      if page.rows.count == before { break }
    }
    return (page, total)
  }

  private func page<Page: WirePage>(
    _ plan: PlannedRequest,
    as type: Page.Type
  ) async throws(APIError) -> (value: Page, pageInfo: PageInfo?) {
    let reader = reader(plan.operation)
    return try await call(plan, rows: ["result"] + Page.list) {
      (received: ReceivedReply<Page.Row>) throws(APIError) in
      try reader.page(of: received, as: type)
    }.value
  }

  /// Reads replies to an operation within this client's limits.
  func reader(_ operation: APIOperation) -> ReplyReader {
    ReplyReader(
      operation: operation,
      maxBodyBytes: configuration.maxBodyBytes,
      maxDepth: configuration.maxDepth
    )
  }

  /// Sends a plan whose reply must have a result.
  func fetch<Value: Decodable & Sendable>(
    _ plan: PlannedRequest,
    as type: Value.Type
  ) async throws(APIError) -> (value: Value, reply: APIReply) {
    let reader = reader(plan.operation)
    return try await call(plan, rows: []) {
      (received: ReceivedReply<NoRow>) throws(APIError) in
      try reader.result(of: received, as: type).value
    }
  }

  /// Sends a write whose reply may lack its result.
  func write<Value: Decodable & Sendable>(
    _ plan: PlannedRequest,
    as type: Value.Type
  ) async throws(APIError) -> (value: Value?, reply: APIReply) {
    let reader = reader(plan.operation)
    return try await call(plan, rows: []) {
      (received: ReceivedReply<NoRow>) throws(APIError) in
      try reader.optionalResult(of: received, as: type)
    }
  }

  /// Sends a planned write, as it is, and reads no more of the reply than whether it was accepted.
  ///
  /// What a write did is told by asking again. Sent once, unless it is a PUT or surely never left; throws
  /// `.outcomeUnknown` when it was sent and the account's word on it was lost.
  ///
  /// ```swift
  /// let plan = try client.plannedReset(userID)
  /// print(plan.method.rawValue, plan.path)
  /// let receipt = try await client.send(plan)
  /// ```
  public func send(_ plan: PlannedRequest) async throws(APIError) -> WriteReceipt<Empty> {
    let (_, reply) = try await write(plan, as: Ignored.self)
    return WriteReceipt(Empty(), from: reply)
  }
}

extension WriteReceipt {
  /// Takes the ray and the audit log's id from a reply.
  init(_ value: Value, from reply: APIReply) {
    self.init(value, ray: reply.ray, auditLogID: reply.headers[.auditLogID])
  }
}
