package import Foundation
import GRDB
package import RiskAPI

/// What an analyst concluded about a user's events.
package enum Verdict: String, CaseIterable, Sendable {
  case truePositive = "true-positive"
  case benign
  case falsePositive = "false-positive"
  case undetermined
}

/// A verdict or a note, at its time, by its author.
package struct Assessment: Hashable, Sendable {
  package var user: UserID
  /// Nil for a note alone.
  package var verdict: Verdict?
  /// May be empty.
  package var note: String
  /// Who: `$USER@host`.
  package var author: String
  package var at: Date

  package init(user: UserID, verdict: Verdict?, note: String, author: String, at: Date) {
    self.user = user
    self.verdict = verdict
    self.note = note
    self.author = author
    self.at = at
  }
}

extension Journal {
  /// Adds verdicts or notes, all of them or none; earlier ones stay.
  package func addAssessments(_ assessments: [Assessment]) async throws(JournalError) {
    try await write { database in
      for assessment in assessments {
        try database.execute(
          sql: """
            INSERT INTO assessment (user_id, verdict, note, author, at) VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [
            assessment.user.rawValue, assessment.verdict?.rawValue, assessment.note,
            assessment.author, Moment.seconds(assessment.at),
          ]
        )
      }
    }
  }

  /// A user's verdicts and notes, in the order in which they were made.
  package func assessments(of user: UserID) async throws(JournalError) -> [Assessment] {
    try await read { database in
      try Self.assessments(
        database,
        where: "user_id = ? ORDER BY seq",
        arguments: [user.rawValue]
      )
    }
  }

  /// The latest verdict of each user who has one, for the list.
  package func latestVerdicts() async throws(JournalError) -> [UserID: Assessment] {
    try await read { database in
      let latest = try Self.assessments(
        database,
        where: """
          seq IN (SELECT max(seq) FROM assessment WHERE verdict IS NOT NULL GROUP BY user_id)
          """,
        arguments: []
      )
      return Dictionary(latest.map { ($0.user, $0) }) { $1 }
    }
  }

  private static func assessments(
    _ database: Database,
    where condition: String,
    arguments: StatementArguments
  ) throws -> [Assessment] {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT user_id, verdict, note, author, at FROM assessment WHERE \(condition)",
      arguments: arguments
    )
    return try rows.map { row in
      let verdict: String? = try row.get(1)
      return try Assessment(
        user: UserID(row.get(0)),
        verdict: verdict.flatMap(Verdict.init(rawValue:)),
        note: row.get(2),
        author: row.get(3),
        at: Moment.date(row.get(4) as Double)
      )
    }
  }
}
