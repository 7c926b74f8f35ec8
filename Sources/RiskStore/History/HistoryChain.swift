import Foundation
import GRDB

/// The rows of one user, behavior or integration that the chain vouches for, and what is wrong with the others.
struct HistoryChain {
  /// Oldest first.
  private(set) var rows: [HistoryRow] = []
  private(set) var faults: [HistoryFault] = []

  /// What the hash of the next older row has to be.
  private enum Expected: Equatable {
    case anything, nothing
    case hash(Data)
  }

  /// Takes rows newest first.
  ///
  /// `isWhole` says that the oldest that there is is among them. Rows up to the observation `thinned` may lack the one
  /// before them.
  init(
    _ kind: String,
    _ id: String,
    newestFirst stored: [HistoryRow],
    isWhole: Bool,
    thinned: Int64
  ) {
    var expected = Expected.anything
    // The number of the row that has to follow on the next older one, where it can be missing.
    var next: HistoryRow?
    for (place, row) in stored.enumerated() {
      guard row.isIntact else {
        faults.append(.changed(kind: kind, id: id, row: row.number))
        if case .hash(let hash) = expected, hash == row.hash { (expected, next) = (.anything, nil) }
        continue
      }
      switch expected {
      case .hash(let hash) where hash != row.hash:
        // The one that is named may come later; then this one was put in before it.
        if stored[(place + 1)...].contains(where: { $0.hash == hash }) {
          faults.append(.changed(kind: kind, id: id, row: row.number))
          continue
        }
        if let next, next.observation > thinned {
          faults.append(.removed(kind: kind, id: id, before: next.number))
        }
      case .nothing:
        faults.append(.changed(kind: kind, id: id, row: row.number))
        continue
      default: break
      }
      rows.append(row)
      next = row
      expected = row.previous.map(Expected.hash) ?? .nothing
    }
    if isWhole, case .hash = expected, let next, next.observation > thinned {
      faults.append(.removed(kind: kind, id: id, before: next.number))
    }
    rows.reverse()
  }

  /// The newest row that is not after an observation.
  func row(at observation: Int64) -> HistoryRow? {
    rows.last { $0.observation <= observation }
  }
}

extension HistoryTable {
  /// The rows of one, from the one that held at an observation on; `thinned` is ``Thinning/newest(_:)``.
  func chain(
    of key: DatabaseValue,
    id: String,
    since observation: Int64 = 0,
    thinned: Int64,
    _ database: Database
  ) throws -> HistoryChain {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(selection) FROM \(source) WHERE h.\(self.key) = ?1 AND h.observation >= coalesce(
          (SELECT max(observation) FROM \(name) WHERE \(self.key) = ?1 AND observation <= ?2), 0)
        ORDER BY h.observation DESC
        """
    )
    let stored = try Row.fetchAll(
      statement,
      arguments: StatementArguments([key, observation.databaseValue])
    )
    .map { HistoryRow($0, id: id, self) }
    // Where the start cannot be trusted, an earlier one holds.
    if observation > 0, let oldest = stored.last, !oldest.isIntact {
      return try chain(of: key, id: id, thinned: thinned, database)
    }
    return HistoryChain(
      kind,
      id,
      newestFirst: stored,
      isWhole: observation == 0,
      thinned: thinned
    )
  }
}
