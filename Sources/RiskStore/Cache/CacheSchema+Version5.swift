/// Version 5: times as integers.
extension CacheSchema {
  static let version5 = """
    CREATE TABLE resource_5 (
      name TEXT NOT NULL PRIMARY KEY,
      fetched_at INTEGER NOT NULL,
      row_count INTEGER NOT NULL,
      total_count INTEGER,
      revision INTEGER NOT NULL,
      kept_count INTEGER NOT NULL,
      asked_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    INSERT INTO resource_5 SELECT name, \(micro("fetched_at")), row_count, total_count, revision,
      kept_count, \(micro("asked_at")) FROM resource;
    DROP TABLE resource;
    ALTER TABLE resource_5 RENAME TO resource;

    CREATE TABLE user_5 (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      email TEXT NOT NULL,
      level TEXT,
      level_rank INTEGER NOT NULL,
      event_count INTEGER NOT NULL,
      last_event INTEGER
    ) WITHOUT ROWID;
    INSERT INTO user_5 SELECT id, name, email, level, level_rank, event_count,
      \(micro("last_event")) FROM user;
    DROP TABLE user;
    ALTER TABLE user_5 RENAME TO user;
    \(userIndex);

    CREATE TABLE user_page_5 (
      user_id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      email TEXT NOT NULL,
      level TEXT,
      last_reset INTEGER,
      total_event_count INTEGER,
      fetched_at INTEGER NOT NULL,
      asked_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    INSERT INTO user_page_5 SELECT user_id, name, email, level, \(micro("last_reset")),
      total_event_count, \(micro("fetched_at")), \(micro("asked_at")) FROM user_page;
    DROP TABLE user_page;
    ALTER TABLE user_page_5 RENAME TO user_page;

    CREATE TABLE event_5 (
      user_id TEXT NOT NULL,
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      level TEXT,
      timestamp INTEGER,
      details TEXT,
      gone_at INTEGER,
      PRIMARY KEY (user_id, id)
    ) WITHOUT ROWID;
    INSERT INTO event_5 SELECT user_id, id, name, level, \(micro("timestamp")), details,
      \(micro("gone_at")) FROM event;
    DROP TABLE event;
    ALTER TABLE event_5 RENAME TO event;
    -- Every command looks for what is too old, among a million events that the account still has.
    CREATE INDEX event_gone ON event (gone_at) WHERE gone_at IS NOT NULL;

    CREATE TABLE integration_5 (
      id TEXT NOT NULL PRIMARY KEY,
      position INTEGER NOT NULL,
      account_tag TEXT NOT NULL,
      type TEXT NOT NULL,
      reference_id TEXT NOT NULL,
      tenant_url TEXT NOT NULL,
      well_known_url TEXT NOT NULL,
      active INTEGER NOT NULL,
      created_at INTEGER
    ) WITHOUT ROWID;
    INSERT INTO integration_5 SELECT id, position, account_tag, type, reference_id, tenant_url,
      well_known_url, active, \(micro("created_at")) FROM integration;
    DROP TABLE integration;
    ALTER TABLE integration_5 RENAME TO integration;

    CREATE TABLE request_budget_5 (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      entries INTEGER NOT NULL DEFAULT 0,
      quota INTEGER,
      window INTEGER,
      remaining INTEGER,
      remaining_entry INTEGER,
      remaining_at INTEGER,
      window_ends_at INTEGER,
      refused_at INTEGER,
      refused_until INTEGER
    );
    INSERT INTO request_budget_5 SELECT id, entries, quota, window, remaining, remaining_entry,
      \(micro("remaining_at")), \(micro("window_ends_at")), \(micro("refused_at")),
      \(micro("refused_until")) FROM request_budget;
    DROP TABLE request_budget;
    ALTER TABLE request_budget_5 RENAME TO request_budget;
    """

  /// A column of seconds as microseconds.
  private static func micro(_ column: String) -> String {
    "CAST(round(\(column) * 1000000) AS INTEGER)"
  }
}
