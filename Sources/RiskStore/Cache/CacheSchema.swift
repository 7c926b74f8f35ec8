/// The cache's tables, readable with the plain `sqlite3` program.
///
/// Times are microseconds since 1970 in UTC (`Moment`); before version 5 seconds. `level` is the API's word, NULL for unscored;
/// `level_rank` is 0 for unscored, 1 low, 2 medium, 3 high, 4 for a word that is not known here.
enum CacheSchema {
  static let current = Schema(
    steps: [version1, version2, version3, version4, version5, version6].map(Schema.script),
    oldestReadable: 5,
    applicationID: 0x5A54_5243  // ZTRC
  )

  /// Small, so that a refresh that changes scattered rows writes little: a changed row costs its page.
  static let pageSize = 1024

  /// Made anew after many rows were added.
  static let userIndex = "CREATE INDEX user_by_risk ON user (level_rank DESC, last_event DESC)"

  private static let version1 = """
    -- What was fetched, when, and how many the account counts (NULL: it did not say).
    -- name: users, behaviors, integrations. revision grows when a row below it changes.
    CREATE TABLE resource (
      name TEXT NOT NULL PRIMARY KEY,
      fetched_at REAL NOT NULL,
      row_count INTEGER NOT NULL,
      total_count INTEGER,
      revision INTEGER NOT NULL
    ) WITHOUT ROWID;

    -- The rows of the risk summary.
    CREATE TABLE user (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      email TEXT NOT NULL,
      level TEXT,
      level_rank INTEGER NOT NULL,
      event_count INTEGER NOT NULL,
      last_event REAL
    ) WITHOUT ROWID;

    -- The order in which a screen shows users, ties by id: the first screenful is read without a sort.
    \(userIndex);

    -- How many users have each level; level is '' for unscored.
    CREATE TABLE level_count (
      level TEXT NOT NULL PRIMARY KEY,
      users INTEGER NOT NULL
    ) WITHOUT ROWID;

    -- What a user's own page said; kept when the user leaves the summary.
    CREATE TABLE user_page (
      user_id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      email TEXT NOT NULL,
      level TEXT,
      last_reset REAL,
      total_event_count INTEGER,
      fetched_at REAL NOT NULL
    ) WITHOUT ROWID;

    -- Events of user_page, details as JSON. gone_at is when the account was first seen without the
    -- event, NULL while the account has it.
    CREATE TABLE event (
      user_id TEXT NOT NULL,
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      level TEXT,
      timestamp REAL,
      details TEXT,
      gone_at REAL,
      PRIMARY KEY (user_id, id)
    ) WITHOUT ROWID;

    CREATE TABLE behavior (
      key TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      description TEXT NOT NULL,
      enabled INTEGER NOT NULL,
      level TEXT NOT NULL
    ) WITHOUT ROWID;

    -- position is the account's order.
    CREATE TABLE integration (
      id TEXT NOT NULL PRIMARY KEY,
      position INTEGER NOT NULL,
      account_tag TEXT NOT NULL,
      type TEXT NOT NULL,
      reference_id TEXT NOT NULL,
      tenant_url TEXT NOT NULL,
      well_known_url TEXT NOT NULL,
      active INTEGER NOT NULL,
      created_at REAL
    ) WITHOUT ROWID;
    """

  private static let version2 = """
    -- What the processes on this account know together of its request budget: one row. No credential
    -- stands here, nor anything made from one: who works on one account with several tokens is counted
    -- as one.
    -- entries: requests ever entered. quota, window: so many requests in so many seconds, NULL for
    -- what the API's documentation says. remaining: what it said is left after the request number
    -- remaining_entry, until window_ends_at. refused_until: before that it answers nobody.
    CREATE TABLE request_budget (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      entries INTEGER NOT NULL DEFAULT 0,
      quota INTEGER,
      window INTEGER,
      remaining INTEGER,
      remaining_entry INTEGER,
      remaining_at REAL,
      window_ends_at REAL,
      refused_at REAL,
      refused_until REAL
    );
    INSERT INTO request_budget (id) VALUES (1);

    -- How many requests left in each second (since 1970) of the last hour.
    CREATE TABLE request_count (
      second INTEGER NOT NULL PRIMARY KEY,
      requests INTEGER NOT NULL
    );
    """

  private static let version3 = """
    -- Of row_count, those that the last answer left out though it was not whole: they may be gone.
    ALTER TABLE resource ADD COLUMN kept_count INTEGER NOT NULL DEFAULT 0;
    """

  private static let version4 = """
    -- When the account was asked: an answer that was asked for earlier and came later is not saved.
    ALTER TABLE resource ADD COLUMN asked_at REAL NOT NULL DEFAULT 0;
    ALTER TABLE user_page ADD COLUMN asked_at REAL NOT NULL DEFAULT 0;
    """

  private static let version6 = """
    -- When what is too old was removed last: one row.
    CREATE TABLE thinning (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      at INTEGER NOT NULL
    );
    """
}
