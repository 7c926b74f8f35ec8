import RiskAPI
import Testing

struct PagingTests {
  @Test func `a complete first reply asks for no page`() async throws {
    let bench = try ClientHarness(Self.page(1...3, info: (1, 20, 3, 3)))
    #expect(try await bench.client.summary().isComplete)
    #expect(bench.transport.requests.map(\.path).allSatisfy { !$0.contains("?") })
  }

  @Test func `pages follow from where the reply says it is`() async throws {
    let bench = try ClientHarness(
      Self.page(1...2, info: (1, 2, 2, 5)),
      Self.page(3...4, info: (2, 2, 2, 5)),
      Self.page(5...5, info: (3, 2, 1, 5))
    )
    let summary = try await bench.client.summary()
    #expect(summary.users.map(\.eventCount) == [1, 2, 3, 4, 5])
    #expect(summary.totalCount == 5 && summary.isComplete)
    let queries = bench.transport.requests.map { $0.path.split(separator: "?").dropFirst().first }
    #expect(queries == [nil, "page=2&per_page=2", "page=3&per_page=2"])
    #expect(
      bench.log.events == [
        .page(operation: "summary", received: 2, total: 5),
        .page(operation: "summary", received: 4, total: 5),
      ]
    )
  }

  @Test func `rows that moved between pages come once`() async throws {
    let bench = try ClientHarness(
      Self.page([1, 2, 2], info: (1, 3, 3, 4)),
      Self.page([2, 3], info: (2, 3, 2, 4)),
      Self.page([], info: (3, 3, 0, 4))
    )
    let summary = try await bench.client.summary()
    #expect(summary.users.map(\.eventCount) == [1, 2, 3])
    #expect(!summary.isComplete && summary.totalCount == 4)
  }

  @Test func `an account that ignores paging is asked once more and no further`() async throws {
    let same = Self.page(1...2, info: (1, 2, 2, 500))
    let bench = try ClientHarness(same, same)
    let summary = try await bench.client.summary()
    #expect(summary.users.count == 2 && summary.totalCount == 500)
  }

  @Test func `an account that refuses the parameters leaves what came`() async throws {
    let bench = try ClientHarness(
      Self.page(1...2, info: (1, 2, 2, 9)),
      Fixture.failure(400, code: 1004)
    )
    #expect(try await bench.client.summary().users.count == 2)
  }

  @Test func `a page that fails fails the whole`() async throws {
    let bench = try ClientHarness(
      Self.page(1...2, info: (1, 2, 2, 9)),
      Fixture.failure(401, code: 10000)
    )
    await #expect(throws: APIError.self) { try await bench.client.summary() }
  }

  @Test func `the number of pages is limited`() async throws {
    var configuration = APIClient.Configuration.test
    configuration.maxPages = 3
    let bench = try ClientHarness(
      Self.page(1...1, info: (1, 1, 1, 99)),
      Self.page(2...2, info: (2, 1, 1, 99)),
      Self.page(3...3, info: (3, 1, 1, 99)),
      configuration: configuration
    )
    #expect(try await bench.client.summary().users.count == 3)
  }

  @Test func `a total of its own without page sizes still pages`() async throws {
    let bench = try ClientHarness(
      Fixture.success(Fixture.users(1...2), info: #"{"total_count":3}"#),
      Fixture.success(Fixture.users([3]))
    )
    #expect(try await bench.client.summary().users.count == 3)
    #expect(bench.transport.requests.last?.path.hasSuffix("?page=2&per_page=2") == true)
  }

  @Test func `a user's events are paged too`() async throws {
    let bench = try ClientHarness(
      Self.events(["a", "b"], info: #"{"page":1,"per_page":2,"total_count":3}"#),
      Self.events(["b", "c"], info: #"{"page":2,"per_page":2,"total_count":3}"#)
    )
    let risk = try await bench.client.userDetail(Fixture.user)
    #expect(risk.events.map(\.id) == ["a", "b", "c"])
    #expect(risk.totalEventCount == 3 && risk.isComplete)
  }

  @Test func `giving up between pages ends the paging`() async throws {
    let bench = try ClientHarness(Self.page(1...2, info: (1, 2, 2, 9)), .giveUp)
    let client = bench.client
    let task = Task { try await client.summary() }
    await #expect(throws: APIError.canceled) { try await task.value }
    #expect(bench.transport.requests.count == 2)
  }

  private static func page(
    _ users: some Sequence<Int>,
    info: (page: Int, perPage: Int, count: Int, total: Int)
  ) -> ScriptedTransport.Step {
    Fixture.success(
      Fixture.users(users),
      info: """
        {"page":\(info.page).0,"per_page":\(info.perPage),"count":\(info.count),\
        "total_count":\(info.total).0}
        """
    )
  }

  private static func events(_ ids: [String], info: String) -> ScriptedTransport.Step {
    let rows = ids.map { #"{"id":"\#($0)","name":"n","risk_level":"low"}"# }
    let list = rows.joined(separator: ",")
    return Fixture.success(#"{"name":"n","email":"e","events":[\#(list)]}"#, info: info)
  }
}
