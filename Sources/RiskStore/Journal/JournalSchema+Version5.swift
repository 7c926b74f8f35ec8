import Foundation
import GRDB
import RiskAPI

/// Version 5: the history in a chain, times as integers, rows named by their origin, texts that can be erased.
extension JournalSchema {
  static func makeVersion5(_ database: Database) throws {
    try database.execute(sql: beginVersion5)
    try Installation.make(database)
    try moveTimes(database)
    try moveHistory(database)
    try database.execute(sql: endVersion5)
  }

  /// Gives the lines of the audit log numbers for times; their hashes stay those of the texts.
  ///
  /// A text that would read otherwise afterwards stays as it is.
  private static func moveTimes(_ database: Database) throws {
    let lines = try Row.fetchAll(database, sql: "SELECT seq, time FROM audit")
    for row in lines {
      guard let text = String.fromDatabaseValue(row[1] as DatabaseValue),
        let time = Timestamp.parse(text)
      else { continue }
      let number = Moment.microseconds(time)
      guard Moment.iso(Moment.date(number)) == text else { continue }
      let seq: Int64 = try row.get(0)
      try database.execute(
        sql: "UPDATE audit SET time = ? WHERE seq = ?",
        arguments: [number, seq]
      )
      // A snapshot's time had more digits than its line's.
      try database.execute(
        sql: "UPDATE snapshot SET taken_at = ?1 WHERE audit_seq = ?2 AND abs(taken_at - ?1) < 1000",
        arguments: [number, seq]
      )
    }
  }

  /// Writes the history again, look by look, with numbers and hashes: what was there is vouched for from now on.
  private static func moveHistory(_ database: Database) throws {
    let looks = try Row.fetchAll(
      database,
      sql: """
        SELECT seq, CAST(round(at * 1000000) AS INTEGER), subject FROM observation_4 ORDER BY seq
        """
    )
    for look in looks {
      guard let subject = ObservationRow.Subject(rawValue: try look.get(2)) else { continue }
      let (table, columns) = moved(subject)
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT \(columns), is_gone FROM \(table.name)_4
          \(subject == .users ? "JOIN person ON person.key = person" : "")
          WHERE observation = ? ORDER BY 1
          """,
        arguments: [try look.get(0) as Int64]
      )
      let observation = try ObservationRow.add(
        subject,
        seq: look.get(0),
        at: look.get(1),
        rows: rows.count,
        database
      )
      var writer = try HistoryWriter(table, observation, database)
      for row in rows {
        let values = (0..<table.columns.count).map { row[2 + $0] as DatabaseValue }
        try writer.add(
          row[0] as DatabaseValue,
          id: row.get(1),
          values,
          isGone: row.get(2 + table.columns.count)
        )
      }
    }
    let people = try Row.fetchAll(database, sql: "SELECT key, user_id, name, email FROM person")
    let update = try database.makeStatement(sql: "UPDATE person SET hash = ? WHERE key = ?")
    for row in people {
      let hash = PersonRow.hash((1...3).map { row[$0] as DatabaseValue })
      try update.execute(arguments: [hash, try row.get(0) as Int64])
    }
  }

  /// The table of a subject, and what its old one has: the key, whose row it is, the values.
  private static func moved(_ subject: ObservationRow.Subject) -> (HistoryTable, String) {
    switch subject {
    case .users:
      (.users, "person, user_id, level, event_count, CAST(round(last_event * 1000000) AS INTEGER)")
    case .behaviors: (Behavior.table, "key, key, name, description, enabled, level")
    case .integrations:
      (
        Integration.table,
        "id, id, account_tag, type, reference_id, tenant_url, well_known_url, active, "
          + "CAST(round(created_at * 1000000) AS INTEGER)"
      )
    }
  }

  private static let beginVersion5 = """
    -- Names what is written here among the rows of other installations: one row.
    CREATE TABLE installation (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      origin TEXT NOT NULL
    );

    -- The audit log again. time is a number, but in lines of forms 1 and 2 whose text reads otherwise
    -- than it was written. origin: whose line it is; NULL for lines from before there were origins. A
    -- line of the kind 'thinning' says that before the look 'target' only the newest rows of the
    -- history are left.
    CREATE TABLE audit_5 (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      form INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('intent', 'outcome', 'case note', 'thinning')),
      intent_seq INTEGER,
      time INTEGER NOT NULL,
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
      origin TEXT,
      hash TEXT NOT NULL
    );
    INSERT INTO audit_5
      SELECT seq, form, kind, intent_seq, time, account, operator, action, target, reason, note, before,
        after, outcome, detail, ray, audit_log_id, snapshot_hash, previous, NULL, hash FROM audit;
    -- Also the number of a line that was removed from the end is not given again.
    DELETE FROM sqlite_sequence WHERE name = 'audit_5';
    INSERT INTO sqlite_sequence (name, seq)
      SELECT 'audit_5', seq FROM sqlite_sequence WHERE name = 'audit';
    DROP TABLE audit;
    ALTER TABLE audit_5 RENAME TO audit;

    -- Texts that were erased from the audit log: what is left of each, its SHA-256.
    CREATE TABLE erased_text (
      audit_seq INTEGER NOT NULL,
      column TEXT NOT NULL,
      hash TEXT NOT NULL,
      PRIMARY KEY (audit_seq, column)
    ) WITHOUT ROWID;

    -- content: NULL when it was erased.
    CREATE TABLE snapshot_5 (
      audit_seq INTEGER PRIMARY KEY,
      user_id TEXT NOT NULL,
      taken_at INTEGER NOT NULL,
      content TEXT
    );
    INSERT INTO snapshot_5
      SELECT audit_seq, user_id, CAST(round(taken_at * 1000000) AS INTEGER), content FROM snapshot;
    DROP TABLE snapshot;
    ALTER TABLE snapshot_5 RENAME TO snapshot;

    -- Looks and history again, with the chain that HistoryTable describes. first_row: the number of the
    -- look's first history row, of which it has row_count. A history row's number counts over all
    -- three tables. previous and hash are SHA-256, 32 bytes: SELECT hex(hash).
    ALTER TABLE observation RENAME TO observation_4;
    ALTER TABLE user_history RENAME TO user_history_4;
    ALTER TABLE behavior_history RENAME TO behavior_history_4;
    ALTER TABLE integration_history RENAME TO integration_history_4;
    CREATE TABLE observation (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      origin TEXT NOT NULL,
      at INTEGER NOT NULL,
      subject TEXT NOT NULL,
      first_row INTEGER NOT NULL,
      row_count INTEGER NOT NULL,
      previous BLOB,
      hash BLOB NOT NULL
    );
    CREATE TABLE user_history (
      person INTEGER NOT NULL,
      observation INTEGER NOT NULL,
      number INTEGER NOT NULL,
      level TEXT,
      event_count INTEGER NOT NULL,
      last_event INTEGER,
      is_gone INTEGER NOT NULL,
      previous BLOB,
      hash BLOB NOT NULL,
      PRIMARY KEY (person, observation)
    ) WITHOUT ROWID;
    CREATE TABLE behavior_history (
      key TEXT NOT NULL,
      observation INTEGER NOT NULL,
      number INTEGER NOT NULL,
      name TEXT NOT NULL,
      description TEXT NOT NULL,
      enabled INTEGER NOT NULL,
      level TEXT NOT NULL,
      is_gone INTEGER NOT NULL,
      previous BLOB,
      hash BLOB NOT NULL,
      PRIMARY KEY (key, observation)
    ) WITHOUT ROWID;
    CREATE TABLE integration_history (
      id TEXT NOT NULL,
      observation INTEGER NOT NULL,
      number INTEGER NOT NULL,
      account_tag TEXT NOT NULL,
      type TEXT NOT NULL,
      reference_id TEXT NOT NULL,
      tenant_url TEXT NOT NULL,
      well_known_url TEXT NOT NULL,
      active INTEGER NOT NULL,
      created_at INTEGER,
      is_gone INTEGER NOT NULL,
      previous BLOB,
      hash BLOB NOT NULL,
      PRIMARY KEY (id, observation)
    ) WITHOUT ROWID;

    -- hash: over id, name and e-mail, so that nobody is renamed by hand.
    ALTER TABLE person ADD COLUMN hash BLOB;

    CREATE TABLE standing_5 (
      person INTEGER PRIMARY KEY,
      level TEXT,
      event_count INTEGER NOT NULL,
      last_event INTEGER,
      is_gone INTEGER NOT NULL
    );
    INSERT INTO standing_5 SELECT person, level, event_count,
      CAST(round(last_event * 1000000) AS INTEGER), is_gone FROM standing;
    DROP TABLE standing;
    ALTER TABLE standing_5 RENAME TO standing;

    CREATE TABLE draft_5 (
      name TEXT PRIMARY KEY NOT NULL,
      content TEXT NOT NULL,
      saved_at INTEGER NOT NULL
    );
    INSERT INTO draft_5 SELECT name, content, CAST(round(saved_at * 1000000) AS INTEGER) FROM draft;
    DROP TABLE draft;
    ALTER TABLE draft_5 RENAME TO draft;
    CREATE TABLE place_5 (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      content TEXT NOT NULL,
      saved_at INTEGER NOT NULL
    );
    INSERT INTO place_5 SELECT id, content, CAST(round(saved_at * 1000000) AS INTEGER) FROM place;
    DROP TABLE place;
    ALTER TABLE place_5 RENAME TO place;
    CREATE TABLE last_seen_5 (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      at INTEGER NOT NULL,
      observation INTEGER NOT NULL
    );
    INSERT INTO last_seen_5
      SELECT id, CAST(round(at * 1000000) AS INTEGER), observation FROM last_seen;
    DROP TABLE last_seen;
    ALTER TABLE last_seen_5 RENAME TO last_seen;
    CREATE TABLE last_look_5 (
      subject TEXT PRIMARY KEY NOT NULL,
      asked_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    INSERT INTO last_look_5
      SELECT subject, CAST(round(asked_at * 1000000) AS INTEGER) FROM last_look;
    DROP TABLE last_look;
    ALTER TABLE last_look_5 RENAME TO last_look;
    """

  private static let endVersion5 = """
    -- Also the number of a look that was removed from the end is not given again.
    DELETE FROM sqlite_sequence WHERE name = 'observation';
    INSERT INTO sqlite_sequence (name, seq)
      SELECT 'observation', seq FROM sqlite_sequence WHERE name = 'observation_4';
    DROP TABLE observation_4;
    DROP TABLE user_history_4;
    DROP TABLE behavior_history_4;
    DROP TABLE integration_history_4;
    CREATE INDEX user_history_observation ON user_history (observation);

    CREATE INDEX audit_outcome ON audit (intent_seq) WHERE intent_seq IS NOT NULL;
    CREATE INDEX audit_target ON audit (target, kind);
    CREATE INDEX audit_action ON audit (action, time);
    CREATE INDEX audit_time ON audit (time);
    CREATE INDEX audit_thinning ON audit (seq) WHERE kind = 'thinning';
    CREATE INDEX snapshot_user ON snapshot (user_id);

    -- A text may only be erased, and only where its hash is kept.
    CREATE TRIGGER audit_is_never_updated BEFORE UPDATE ON audit
      WHEN NOT (
        NEW.seq = OLD.seq AND NEW.form = OLD.form AND NEW.kind = OLD.kind
        AND NEW.intent_seq IS OLD.intent_seq AND NEW.time = OLD.time AND NEW.account = OLD.account
        AND NEW.operator = OLD.operator AND NEW.action = OLD.action AND NEW.target = OLD.target
        AND NEW.reason IS OLD.reason AND NEW.outcome IS OLD.outcome AND NEW.ray IS OLD.ray
        AND NEW.audit_log_id IS OLD.audit_log_id AND NEW.snapshot_hash IS OLD.snapshot_hash
        AND NEW.previous = OLD.previous AND NEW.origin IS OLD.origin AND NEW.hash = OLD.hash
        AND (NEW.note IS OLD.note OR NEW.note IS NULL AND EXISTS
          (SELECT 1 FROM erased_text WHERE audit_seq = OLD.seq AND column = 'note'))
        AND (NEW.before IS OLD.before OR NEW.before IS NULL AND EXISTS
          (SELECT 1 FROM erased_text WHERE audit_seq = OLD.seq AND column = 'before'))
        AND (NEW.after IS OLD.after OR NEW.after IS NULL AND EXISTS
          (SELECT 1 FROM erased_text WHERE audit_seq = OLD.seq AND column = 'after'))
        AND (NEW.detail IS OLD.detail OR NEW.detail IS NULL AND EXISTS
          (SELECT 1 FROM erased_text WHERE audit_seq = OLD.seq AND column = 'detail'))
      )
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
    CREATE TRIGGER snapshot_is_never_updated BEFORE UPDATE ON snapshot
      WHEN NOT (
        NEW.audit_seq = OLD.audit_seq AND NEW.user_id = OLD.user_id AND NEW.taken_at = OLD.taken_at
        AND NEW.content IS NULL
      )
      BEGIN SELECT raise(ABORT, 'a snapshot is never changed'); END;
    CREATE TRIGGER snapshot_is_never_deleted BEFORE DELETE ON snapshot
      BEGIN SELECT raise(ABORT, 'a snapshot is never removed'); END;
    """
}
