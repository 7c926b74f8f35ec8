import Foundation

extension APIClient {
  /// Everything of a paged result, and what the account counts.
  ///
  /// Asks plainly first, because no paging is declared today. Only where the reply counts more than
  /// it brought are pages asked for: numbered from where the reply says it is, of the size it says
  /// it has. What comes again is dropped, since rows move between pages meanwhile. Ends at an empty
  /// page, at one with nothing new (the account ignores paging), or at the limit of pages, so the
  /// result may be short of the total.
  func allPages<Page: Sendable, Item: Sendable, Key: Hashable>(
    _ plan: PlannedRequest,
    key: (Item) -> Key,
    items: (Page) -> [Item],
    read: @Sendable (APIReply) throws(APIError) -> (value: Page, pageInfo: PageInfo?)
  ) async throws(APIError) -> (first: Page, items: [Item], total: Int?) {
    let (first, info) = try await call(plan, read: read).value
    var seen: Set<Key> = []
    var kept: [Item] = []
    let firstItems = items(first)
    seen.reserveCapacity(firstItems.count)
    for item in firstItems where seen.insert(key(item)).inserted { kept.append(item) }
    var total = info?.totalCount
    var number = max(1, info?.page ?? 1)
    let perPage = [info?.perPage, info?.count, firstItems.count].compactMap { $0 }.first { $0 > 0 }
    guard let perPage, !firstItems.isEmpty else { return (first, kept, total) }
    while let wanted = total, kept.count < wanted, number < configuration.maxPages {
      onEvent(.page(operation: plan.operation.rawValue, received: kept.count, total: wanted))
      if Task.isCancelled { throw .canceled }
      number += 1
      let next: (value: Page, pageInfo: PageInfo?)
      do throws(APIError) {
        next = try await call(plan.page(number, perPage: perPage), read: read).value
      } catch .rejected, .notFound {
        // The account may refuse parameters that it does not declare; what came is still good.
        break
      }
      let before = kept.count
      for item in items(next.value) where seen.insert(key(item)).inserted { kept.append(item) }
      total = next.pageInfo?.totalCount ?? total
      if kept.count == before { break }
    }
    return (first, kept, total)
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
    return try await call(plan) { reply throws(APIError) in
      try reader.result(of: reply, as: type).value
    }
  }

  /// Sends a write whose reply may lack its result.
  func write<Value: Decodable & Sendable>(
    _ plan: PlannedRequest,
    as type: Value.Type
  ) async throws(APIError) -> (value: Value?, reply: APIReply) {
    let reader = reader(plan.operation)
    return try await call(plan) { reply throws(APIError) in
      try reader.optionalResult(of: reply, as: type)
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
    self.init(value, ray: reply.ray, auditLogID: reply.header("cf-auditlog-id"))
  }
}
