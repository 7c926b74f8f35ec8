import GRDB
import RiskAPI

/// The journal's tables, readable with the plain `sqlite3` program.
///
/// Times are microseconds since 1970 in UTC (`Moment`); before version 5 seconds, and `audit.time` text. `level` is
/// the API's word, NULL for unscored. A released step is never edited: a change is a step of its own.
enum JournalSchema {
  static let current = Schema(
    steps: [
      Schema.script(version1), Schema.script(version2), Schema.script(version3), makeVersion4,
      makeVersion5,
    ],
    applicationID: 0x5A54_524A  // ZTRJ
  )

  static let pageSize = 1024

  private static let version1 = """
    -- The audit log. Each write has two lines: its intent, on disk before it is sent, and its outcome,
    -- whose intent_seq names the first. hash is SHA-256 over all other columns, previous among them
    -- (AuditHash says how), so that a line changed, removed or moved breaks the chain.
    -- AUTOINCREMENT: the number of a line that was removed from the end is not given again.
    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('intent', 'outcome')),
      intent_seq INTEGER,
      time TEXT NOT NULL,
      account TEXT NOT NULL,
      operator TEXT NOT NULL,
      action TEXT NOT NULL,
      target TEXT NOT NULL,
      reason TEXT,
      note TEXT,
      before TEXT,
      after TEXT,
      outcome TEXT,
      detail TEXT,
      ray TEXT,
      audit_log_id TEXT,
      snapshot_hash TEXT,
      previous TEXT NOT NULL,
      hash TEXT NOT NULL
    );
    CREATE UNIQUE INDEX audit_outcome ON audit (intent_seq) WHERE intent_seq IS NOT NULL;
    CREATE TRIGGER audit_is_never_updated BEFORE UPDATE ON audit
      BEGIN SELECT raise(ABORT, 'an audit line is never changed'); END;
    CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
      BEGIN SELECT raise(ABORT, 'an audit line is never removed'); END;
    -- REPLACE would remove a line without asking the trigger above.
    CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit
      WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
      BEGIN SELECT raise(ABORT, 'an audit line is never replaced'); END;

    -- A user's page and events before a reset, as JSON; audit.snapshot_hash is its SHA-256.
    CREATE TABLE snapshot (
      audit_seq INTEGER PRIMARY KEY,
      user_id TEXT NOT NULL,
      taken_at REAL NOT NULL,
      content TEXT NOT NULL
    );
    CREATE INDEX snapshot_user ON snapshot (user_id);
    CREATE TRIGGER snapshot_is_never_updated BEFORE UPDATE ON snapshot
      BEGIN SELECT raise(ABORT, 'a snapshot is never changed'); END;
    CREATE TRIGGER snapshot_is_never_deleted BEFORE DELETE ON snapshot
      BEGIN SELECT raise(ABORT, 'a snapshot is never removed'); END;

    -- Each look at the account that showed something new. The number orders looks, not the
    -- clock, which may be set back. subject: users, behaviors, integrations.
    CREATE TABLE observation (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      at REAL NOT NULL,
      subject TEXT NOT NULL
    );

    -- Every user ever seen, and how the summary last showed them. is_gone: no longer in it.
    CREATE TABLE person (
      key INTEGER PRIMARY KEY,
      user_id TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      email TEXT NOT NULL
    );
    CREATE TABLE standing (
      person INTEGER PRIMARY KEY,
      level TEXT,
      event_count INTEGER NOT NULL,
      last_event REAL,
      is_gone INTEGER NOT NULL
    );

    -- A row for each change of a user's standing.
    CREATE TABLE user_history (
      person INTEGER NOT NULL,
      observation INTEGER NOT NULL,
      level TEXT,
      event_count INTEGER NOT NULL,
      last_event REAL,
      is_gone INTEGER NOT NULL,
      PRIMARY KEY (person, observation)
    ) WITHOUT ROWID;
    CREATE INDEX user_history_observation ON user_history (observation);

    -- A row for each change of a behavior or an integration.
    CREATE TABLE behavior_history (
      key TEXT NOT NULL,
      observation INTEGER NOT NULL,
      name TEXT NOT NULL,
      description TEXT NOT NULL,
      enabled INTEGER NOT NULL,
      level TEXT NOT NULL,
      is_gone INTEGER NOT NULL,
      PRIMARY KEY (key, observation)
    ) WITHOUT ROWID;
    CREATE TABLE integration_history (
      id TEXT NOT NULL,
      observation INTEGER NOT NULL,
      account_tag TEXT NOT NULL,
      type TEXT NOT NULL,
      reference_id TEXT NOT NULL,
      tenant_url TEXT NOT NULL,
      well_known_url TEXT NOT NULL,
      active INTEGER NOT NULL,
      created_at REAL,
      is_gone INTEGER NOT NULL,
      PRIMARY KEY (id, observation)
    ) WITHOUT ROWID;

    -- Verdicts and notes; a later one does not remove an earlier one. verdict NULL: a note alone.
    CREATE TABLE assessment (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      user_id TEXT NOT NULL,
      verdict TEXT,
      note TEXT NOT NULL,
      author TEXT NOT NULL,
      at REAL NOT NULL
    );
    CREATE INDEX assessment_user ON assessment (user_id);

    -- What is written but not sent, as JSON, by the dialog's or pane's name.
    CREATE TABLE draft (
      name TEXT PRIMARY KEY NOT NULL,
      content TEXT NOT NULL,
      saved_at REAL NOT NULL
    );

    -- Where the analyst stood, as JSON; one row.
    CREATE TABLE place (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      content TEXT NOT NULL,
      saved_at REAL NOT NULL
    );

    -- The last look of the analyst: when, and the newest observation then; one row.
    CREATE TABLE last_seen (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      at REAL NOT NULL,
      observation INTEGER NOT NULL
    );
    """

  private static let version2 = """
    -- A write whose outcome is unknown is looked at again, and each look adds a line of the kind
    -- 'outcome' with the same intent_seq: the last one counts. Any other outcome is final.
    DROP INDEX audit_outcome;
    CREATE INDEX audit_outcome ON audit (intent_seq) WHERE intent_seq IS NOT NULL;
    CREATE TRIGGER audit_outcome_is_final BEFORE INSERT ON audit
      WHEN EXISTS (
        SELECT 1 FROM audit WHERE intent_seq = NEW.intent_seq AND outcome IS NOT 'unknown'
      )
      BEGIN SELECT raise(ABORT, 'a write that has ended does not end again'); END;
    """

  private static let version3 = """
    -- What the analyst opened after last_seen, and the newest observation then.
    CREATE TABLE read_subject (
      kind TEXT NOT NULL CHECK (kind IN ('user', 'behavior', 'integration')),
      id TEXT NOT NULL,
      observation INTEGER NOT NULL,
      PRIMARY KEY (kind, id)
    ) WITHOUT ROWID;
    """

  /// Puts verdicts and notes into the chain, where nobody can add one unseen.
  private static func makeVersion4(_ database: Database) throws {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT user_id, verdict, note, author, at FROM assessment ORDER BY seq"
    )
    let account = try String.fetchOne(
      database,
      sql: "SELECT account FROM audit ORDER BY seq LIMIT 1"
    )
    try database.execute(sql: version4)
    for row in rows {
      let verdict: String? = try row.get(1)
      let note = try CaseNote(
        user: UserID(row.get(0)),
        verdict: verdict.flatMap(Verdict.init(rawValue:)),
        note: row.get(2),
        author: row.get(3),
        at: Moment.date(Moment.microseconds(row.get(4) as Double))
      )
      _ = try AuditRow.append(AuditRow.Content(note, account: account ?? ""), form: 2, database)
    }
  }

  private static let version4 = """
    -- Whose the journal is: one row, once it was opened for an account of a server (HOST:PORT).
    CREATE TABLE owner (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      server TEXT NOT NULL,
      account TEXT NOT NULL
    );

    -- When the account was asked for the newest answer that is in the history, by subject: an answer
    -- that was asked for earlier and came later is not recorded.
    CREATE TABLE last_look (
      subject TEXT PRIMARY KEY NOT NULL,
      asked_at REAL NOT NULL
    ) WITHOUT ROWID;

    -- The audit log again, with two things more. form says how a line is hashed (AuditHash). A line of
    -- the kind 'case note' is a verdict or a note on a user: target is the user, reason the verdict
    -- (NULL for a note alone), operator its author.
    CREATE TABLE audit_4 (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      form INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('intent', 'outcome', 'case note')),
      intent_seq INTEGER,
      time TEXT NOT NULL,
      account TEXT NOT NULL,
      operator TEXT NOT NULL,
      action TEXT NOT NULL,
      target TEXT NOT NULL,
      reason TEXT,
      note TEXT,
      before TEXT,
      after TEXT,
      outcome TEXT,
      detail TEXT,
      ray TEXT,
      audit_log_id TEXT,
      snapshot_hash TEXT,
      previous TEXT NOT NULL,
      hash TEXT NOT NULL
    );
    INSERT INTO audit_4
      SELECT seq, 1, kind, intent_seq, time, account, operator, action, target, reason, note, before,
        after, outcome, detail, ray, audit_log_id, snapshot_hash, previous, hash FROM audit;
    -- Also the number of a line that was removed from the end is not given again.
    DELETE FROM sqlite_sequence WHERE name = 'audit_4';
    INSERT INTO sqlite_sequence (name, seq)
      SELECT 'audit_4', seq FROM sqlite_sequence WHERE name = 'audit';
    DROP TABLE audit;
    ALTER TABLE audit_4 RENAME TO audit;
    CREATE INDEX audit_outcome ON audit (intent_seq) WHERE intent_seq IS NOT NULL;
    CREATE INDEX audit_target ON audit (target, kind);
    CREATE TRIGGER audit_is_never_updated BEFORE UPDATE ON audit
      BEGIN SELECT raise(ABORT, 'an audit line is never changed'); END;
    CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
      BEGIN SELECT raise(ABORT, 'an audit line is never removed'); END;
    CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit
      WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
      BEGIN SELECT raise(ABORT, 'an audit line is never replaced'); END;
    CREATE TRIGGER audit_outcome_is_final BEFORE INSERT ON audit
      WHEN EXISTS (
        SELECT 1 FROM audit WHERE intent_seq = NEW.intent_seq AND outcome IS NOT 'unknown'
      )
      BEGIN SELECT raise(ABORT, 'a write that has ended does not end again'); END;

    DROP TABLE assessment;
    """
}
