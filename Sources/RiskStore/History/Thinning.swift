import GRDB

/// Up to where the history was thinned out, as a line of the audit log says.
enum Thinning {
  static let kind = "thinning"

  /// The newest observation before which only the newest row of each is left; 0 where nothing was thinned out.
  ///
  /// Lines that are no part of the chain do not count.
  static func newest(_ database: Database) throws -> Int64 {
    let statement = try database.cachedStatement(
      sql: "SELECT seq FROM audit WHERE kind = 'thinning' ORDER BY seq DESC"
    )
    let lines = try Int64.fetchCursor(statement)
    while let seq = try lines.next() {
      guard let line = try StoredLine(seq, database), try line.fault(database) == nil else {
        continue
      }
      return line.text("target").flatMap(Int64.init) ?? 0
    }
    return 0
  }
}
