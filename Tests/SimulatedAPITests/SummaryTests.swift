import Foundation
import RiskAPI
import Testing

@testable import SimulatedAPI

@Suite struct SummaryTests {
  @Test func `500 users are 12 high, 60 medium and the rest low`() async throws {
    let levels = try await TestAccount(users: 500).users().map { try $0.text("max_risk_level") }
    #expect(levels.count == 500)
    #expect(levels.filter { $0 == "high" }.count == 12)
    #expect(levels.filter { $0 == "medium" }.count == 60)
  }

  @Test func `every row agrees with the events of its user`() async throws {
    let account = TestAccount(users: 500) { $0.budget.calls = 1000 }
    let rows = try await account.users()
    #expect(!rows.isEmpty)
    for row in rows {
      let user = try await account.get("/" + row.text("user_id")).result
      let events = try user.list("events")
      let levels = try events.map { RiskLevel(try $0.text("risk_level")) }
      #expect(try row.integer("event_count") == events.count)
      #expect(try row.text("max_risk_level") == levels.max()?.apiName)
      #expect(try row.text("last_event") == events.first?.text("timestamp"))
      #expect(row["name"] == user["name"] && row["email"] == user["email"])
      #expect(user["risk_level"] == row["max_risk_level"])
    }
  }

  @Test func `all users come at once where no page size is set`() async throws {
    let info = try await TestAccount(users: 30).get("/summary?page=2&per_page=5").info
    #expect(try info.integer("page") == 1)
    #expect(try info.integer("count") == 30)
    #expect(try info.integer("total_count") == 30)
    #expect(try info.integer("total_pages") == 1)
  }

  @Test func `pages together hold every user once`() async throws {
    let account = TestAccount(users: 23) { $0.pageSize = 10 }
    var ids: [String] = []
    for page in 1...4 {
      let reply = try await account.get("/summary?page=\(page)")
      let users = try reply.result.list("users")
      #expect(try reply.info.integer("count") == users.count)
      #expect(try reply.info.integer("total_pages") == 3)
      ids += try users.map { try $0.text("user_id") }
    }
    #expect(ids.count == 23 && Set(ids).count == 23)
  }

  @Test func `per_page may ask for less than the page size, not for more`() async throws {
    let account = TestAccount(users: 23) { $0.pageSize = 10 }
    #expect(try await account.get("/summary?per_page=4").result.list("users").count == 4)
    #expect(try await account.get("/summary?per_page=99").result.list("users").count == 10)
  }

  @Test(arguments: ["page=0", "page=-3", "page=x", "per_page=0", "page=9223372036854775807"])
  func `senseless pages do no harm`(query: String) async throws {
    let reply = try await TestAccount(users: 5) { $0.pageSize = 2 }.get("/summary?" + query)
    #expect(reply.status == 200)
  }

  @Test func `an account may hand out the first page whatever is asked`() async throws {
    let account = TestAccount(users: 23) {
      $0.pageSize = 10
      $0.quirks = [.ignoresPaging]
    }
    let first = try await account.get("/summary").result
    #expect(try await account.get("/summary?page=2").result == first)
  }

  @Test func `an account without users has an empty summary`() async throws {
    let reply = try await TestAccount(users: 0).get("/summary")
    #expect(try reply.result.list("users").isEmpty)
    #expect(try reply.info.integer("total_count") == 0)
  }
}
