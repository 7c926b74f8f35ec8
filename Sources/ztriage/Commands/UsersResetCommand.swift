import ArgumentParser
import Foundation
import Presentation
import RiskAPI
import RiskServices
import RiskStore
import Settings
import TerminalUI

/// `ztriage users reset`: clears the risk of users, one after the other.
struct UsersResetCommand: AccountCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Clear users' risk. This cannot be undone.",
    discussion: """
      Each user is looked at again right before the reset and right after it. Events that came since \
      the command's start stop the reset of that user; nothing is sent twice.

      EXAMPLES
        ztriage users reset dana@example.com --reason false-positive
        ztriage users reset ana@example.com ben@example.com --reason remediated --yes
        ztriage users reset dana@example.com --reason other --note "ticket 4711"
        ztriage users reset dana@example.com --reason other --dry-run

      OUTCOMES
        reset        the account shows it
        not reset    refused, or the account shows no reset
        outdated     not sent: new events came; look at them first
        unknown      sent, but whether it happened is unknown
        not tried    not sent: after an error that every other user would meet, after
                     --timeout, or after Ctrl-C
        Level and events in the output are those from before the reset.

      EXIT CODES
        0 done   1 some of several users were not reset, each named on standard error
        64 usage, or not confirmed   66 no such user   69 unreachable, timed out or 5xx
        73 audit log cannot be written   75 rate limited, outdated or unknown
        77 not permitted, or read-only
      """
  )

  @Argument(help: ArgumentHelp("User ids (UUIDs) or e-mail addresses.", valueName: "user"))
  var users: [String]

  @Option(help: "The reason; required unless the settings say require_reason: false.")
  var reason: ResetReason?

  @Option(help: ArgumentHelp("A note on the reason, in your own words.", valueName: "text"))
  var note: String?

  @OptionGroup(title: "Write") var write: WriteOptions
  @OptionGroup(title: "Output") var format: FormatOptions
  @OptionGroup(title: "Account") var account: AccountOptions

  func run() async throws {
    let names = try users.map { text throws(Failure) in try UserName(text) }
    let session = try AccountSession(account)
    if reason == nil, session.config.requiresReason {
      let known = ResetReason.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(.usage, "a reset needs a reason", "pass --reason with one of \(known)")
    }
    let asked = ResetSubjects(reason: reason, note: note ?? "")
    let confirmation = try await Confirmation(write, session, names.map(asked.intent))
    let targets = try await APIClient.urgently { () throws(Failure) in
      try await ResetTargets.look(up: names, asked, through: confirmation)
    }

    if write.dryRun { return try await print(targets, session, confirmation) }

    for failed in targets.failed where targets.count > 1 { failed.say() }
    var results = targets.failed
    var signalNumber: Int32?
    if !targets.found.isEmpty {
      if confirmation.asks {
        try await confirmation.ask(
          await question(about: targets, confirmation.service),
          targets.found.map { asked.intent(.id($0.user.id)) }
        )
      }
      let run = ResetRun(service: confirmation.service, reason: reason, note: note ?? "")
      results += await run.reset(targets.found, isAlone: targets.count == 1)
      signalNumber = run.signalNumber
    }
    results.sort { $0.place < $1.place }
    try Report.resets.write(results, as: format.resolved, ink: try session.ink(account))
    try Self.end(results, signalNumber)
  }

  /// The exit code: a single item's own, or 1 where some of several failed.
  private static func end(
    _ results: [ResetResult],
    _ signalNumber: Int32?,
    failed verb: String = "not reset"
  ) throws {
    let failures = results.compactMap(\.outcome.failure)
    let several = Failure(
      .someFailed,
      "\(failures.count.grouped) of \(results.count.counted("user")) \(verb)",
      "each is named above"
    )
    let failure = failures.isEmpty || results.count == 1 ? failures.first : several
    try Interruption.end(with: failure, after: signalNumber)
  }

  private func print(
    _ targets: ResetTargets,
    _ session: AccountSession,
    _ confirmation: Confirmation
  ) async throws {
    var requests: [PlannedRequest] = []
    for target in targets.found {
      let write = GuardedWrite.reset(target.request(reason, note ?? ""))
      let before = ShownUser(listing: .row(target.user))
      requests.append(try await confirmation.plan(write, before: before))
    }
    try Report.requests.write(requests, as: format.resolved, ink: try session.ink(account))
    if targets.count > 1 { for failed in targets.failed { failed.say() } }
    try Self.end(
      targets.failed + targets.found.map { $0.result(WriteOutcome("planned")) },
      nil,
      failed: "not found"
    )
  }

  // MARK: The question

  private func question(
    about targets: ResetTargets,
    _ service: RiskService
  ) async -> [SafeText] {
    let count = targets.found.count
    var lines: [SafeText] = [
      count == 1 ? "Reset this user?" : "Reset these \(count.grouped) users?"
    ]
    let earlier = await service.recentResets(of: targets.found.map(\.user.id))
    let words = TimeFormatter.now
    for user in targets.found.map(\.user) {
      lines.append(
        "  \(user.maxRiskLevel.words.padded(to: 6))  \(user.eventCount.counted("event"))"
          // Long enough for a person, too short to fill a line and fake the next.
          + "  \(SafeText(user.name, limit: 60))  \(SafeText(user.email, limit: 80))"
          + "  \(user.id.rawValue)"
      )
      if let resets = earlier[user.id].flatMap({ EarlierResetFormatter.line($0, words) }) {
        lines.append("          \(resets)")
      }
    }
    if let reason { lines.append("Reason: \(reason.words)") }
    if let note, !note.isEmpty { lines.append("Note: \(note)") }
    lines.append("This cannot be undone. The score is rebuilt from the next event.")
    lines += await Self.exports(service)
    return lines
  }

  /// Who else hears of a reset.
  private static func exports(_ service: RiskService) async -> [SafeText] {
    do throws(APIError) {
      let active = try await service.fetchIntegrations().value.filter(\.isActive)
      guard !active.isEmpty else { return [] }
      let hosts = active.map { TenantFormatter.host(of: $0.tenantURL) }.joined(separator: ", ")
      return [
        "The reset is sent to \(hosts): an access policy may let them in again."
      ]
    } catch {
      let problem = ErrorFormatter(error, operation: "read the integrations").problemWithRay
      return ["Unknown whether the reset is sent to an identity provider: \(problem)."]
    }
  }
}

extension ResetReason: ExpressibleByArgument {}

extension String {
  /// The text with spaces behind it, at least so many characters long.
  fileprivate func padded(to count: Int) -> String {
    self + String(repeating: " ", count: max(0, count - self.count))
  }
}
