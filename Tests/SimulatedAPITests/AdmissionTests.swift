import Foundation
import HTTPTypes
import RiskAPI
import Synchronization
import Testing

@testable import SimulatedAPI

@Suite struct AdmissionTests {
  // MARK: Credentials

  @Test(
    arguments: [
      ([:], 401, 10000),
      ([.authKey: "k"], 401, 10000),
      ([.authorization: "Bearer"], 400, 6003),
      ([.authorization: "Bearer \"quoted\""], 400, 6003),
      ([.authorization: "Bearer two words"], 400, 6003),
      ([.authorization: "Basic abc"], 400, 6003),
      ([.authKey: "k", .authEmail: "nobody"], 400, 6003),
    ] as [(HTTPFields, Int, Int)]
  )
  func `bad credentials are refused`(headers: HTTPFields, status: Int, code: Int) async throws {
    var account = TestAccount()
    account.headers = headers
    let reply = try await account.get("/behaviors")
    #expect(reply.status == status)
    #expect(try reply.code == code)
  }

  @Test func `both schemes are taken`() async throws {
    var account = TestAccount()
    account.headers = [.authorization: "bearer abc"]
    #expect(try await account.get("/behaviors").status == 200)
    account.headers = [.authKey: "k", .authEmail: "a@acme.example"]
    #expect(try await account.get("/behaviors").status == 200)
  }

  @Test func `where one token is accepted, no other credentials are`() async throws {
    var account = TestAccount { $0.token = "right" }
    #expect(try await account.get("/behaviors").status == 401)
    account.headers = [.authorization: "Bearer right"]
    #expect(try await account.get("/behaviors").status == 200)
    account.headers = [.authKey: "right", .authEmail: "a@b.example"]
    #expect(try await account.get("/behaviors").code == 9103)
  }

  // MARK: Permissions

  @Test(arguments: [
    ([PermissionGroup.piiRead], [200, 403, 403, 403, 403]),
    ([.read], [403, 200, 200, 403, 403]),
    ([.write], [403, 200, 200, 200, 200]),
    ([], [403, 403, 403, 403, 403]),
  ])
  func `each permission group opens its calls`(groups: [PermissionGroup], expected: [Int])
    async throws
  {
    let user = try await TestAccount().firstUser()
    let account = TestAccount { $0.permissions = Set(groups) }
    let replies = [
      try await account.get("/\(user)"),
      try await account.get("/behaviors"),
      try await account.get("/integrations"),
      try await account.post("/\(user)/reset"),
      try await account.put("/behaviors", .object(["behaviors": .object([:])])),
    ]
    #expect(replies.map(\.status) == expected)
    #expect(try replies.filter { $0.status == 403 }.allSatisfy { try $0.code == 10000 })
  }

  @Test func `without the entitlement integrations alone are refused`() async throws {
    let account = TestAccount { $0.isEntitled = false }
    let reply = try await account.get("/integrations")
    #expect(reply.status == 403)
    #expect(try reply.code == 3314)
    #expect(try await account.get("/summary").status == 200)
  }

  // MARK: Routes

  @Test(arguments: [
    "/accounts", "/accounts/a", "/accounts/a/zt_risk_scoring", "/accounts/a/zt_risk_scoring/",
    "/accounts//zt_risk_scoring/summary", "/accounts/a/other/summary", "/summary", "", "/",
    "/accounts/a/zt_risk_scoring/summary/more", "/accounts/a/zt_risk_scoring/behaviors/reset",
    "/accounts/a/zt_risk_scoring/integrations/a/b/c", "/accounts/a/zt_risk_scoring/../summary",
    "/accounts/a/zt_risk_scoring/integrations/reference_id/%2E%2E",
    "/accounts/%/zt_risk_scoring/summary",
  ])
  func `a path without a route is 404 with code 7003`(path: String) async throws {
    let account = TestAccount()
    let reply = TestReply(
      try await account.api.answer(.get, path, headers: account.headers, body: nil)
    )
    #expect(reply.status == 404)
    #expect(try reply.code == 7003)
  }

  @Test(
    arguments: [
      (.post, "/summary"), (.delete, "/behaviors"), (.patch, "/behaviors"), (.head, "/summary"),
      (.get, "/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e/reset"), (.put, "/integrations"),
    ] as [(HTTPRequest.Method, String)]
  )
  func `a method the route does not know is 405`(method: HTTPRequest.Method, path: String)
    async throws
  {
    #expect(try await TestAccount().send(method, path).status == 405)
  }

  // MARK: Headers

  @Test func `every reply has a ray of its own, and writes an audit log id`() async throws {
    let account = TestAccount()
    let user = try await account.firstUser()
    let replies = [
      try await account.get("/summary"), try await account.get("/nobody"),
      try await account.post("/\(user)/reset"),
    ]
    let rays = replies.compactMap { $0.reply.headers[.cfRay] }
    #expect(Set(rays).count == 3)
    #expect(rays.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{16}-SIM/) != nil })
    #expect(replies.map { $0.reply.headers[.auditLogID] != nil } == [false, false, true])
  }

  // MARK: Budget

  @Test func `beyond the budget calls are refused for a whole window`() async throws {
    let time = Mutex(TestAccount.noon)
    let account = TestAccount {
      $0.budget = RequestQuota(calls: 2, seconds: 300)
      $0.now = { time.withLock { $0 } }
    }
    #expect(
      try await account.get("/behaviors").reply.headers[.rateLimit] == "\"default\";r=1;t=300"
    )
    time.withLock { $0 += 100 }
    #expect(
      try await account.get("/behaviors").reply.headers[.rateLimit] == "\"default\";r=0;t=200"
    )

    let refused = try await account.get("/behaviors")
    #expect(refused.status == 429)
    #expect(try refused.code == 10100)
    #expect(refused.reply.headers[.retryAfter] == "300")
    #expect(refused.reply.headers[.rateLimitPolicy] == "\"default\";q=2;w=300")

    time.withLock { $0 += 299 }
    #expect(try await account.get("/behaviors").reply.headers[.retryAfter] == "1")
    time.withLock { $0 += 1 }
    #expect(try await account.get("/behaviors").status == 200)
  }

  @Test func `a window that ends brings a new budget, and each token has its own`() async throws {
    let time = Mutex(TestAccount.noon)
    var account = TestAccount {
      $0.budget = RequestQuota(calls: 1, seconds: 300)
      $0.now = { time.withLock { $0 } }
    }
    #expect(try await account.get("/behaviors").status == 200)
    time.withLock { $0 += 300 }
    #expect(try await account.get("/behaviors").status == 200)
    #expect(try await account.get("/behaviors").status == 429)
    account.headers = [.authorization: "Bearer another"]
    #expect(try await account.get("/behaviors").status == 200)
  }

  // MARK: Record

  @Test func `calls are recorded with body and without credentials`() async throws {
    let account = TestAccount()
    let body = Data(#"{"behaviors":{}}"#.utf8)
    _ = try await account.send(.put, "/behaviors", data: body)
    let path = "/accounts/\(SimulatedAPI.accountID)/zt_risk_scoring/behaviors"
    #expect(
      await account.api.received == [ReceivedRequest(method: .put, path: path, body: body)]
    )
    await account.api.forgetReceived()
    #expect(await account.api.received.isEmpty)
  }
}
