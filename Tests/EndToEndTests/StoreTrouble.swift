import Foundation
import GRDB
import SmallDisk
import TestSupport

/// What may be wrong with a file of the store, made with the real thing.
enum StoreTrouble: String, CaseIterable, Sendable {
  case diskFull, readOnly, locked, corrupt, newer, foreign

  /// What a person is told.
  var words: String {
    switch self {
    case .diskFull: "the disk is full"
    case .readOnly: "it is read-only"
    case .locked: "another program has locked it"
    case .corrupt: "it is damaged"
    case .newer: "written by a newer ztriage"
    case .foreign: "another program's database"
    }
  }
}

/// A home for one account, of which one of the store's two files can be brought into trouble.
final class TroubledHome {
  /// The two files of the store.
  enum File: String {
    case cache, journal
  }

  let file: File
  let folder: TemporaryFolder
  private let disk: SmallDisk
  private var lock: DatabaseQueue?
  private var version = 0

  /// Mounts the disk that holds the file.
  init(_ file: File) throws {
    self.file = file
    folder = try TemporaryFolder()
    disk = try SmallDisk(kilobytes: 1024)
  }

  /// Where the program keeps its files, for its environment.
  var variables: [String: String] {
    [
      "XDG_CONFIG_HOME": "\(folder.path)/config",
      "XDG_CACHE_HOME": file == .cache ? disk.path : "\(folder.path)/cache",
      "XDG_STATE_HOME": file == .journal ? disk.path : "\(folder.path)/state",
    ]
  }

  var path: String { "\(accountFolder(disk.path))/\(file.rawValue).sqlite" }

  /// Brings the file into trouble.
  func make(_ trouble: StoreTrouble) throws {
    switch trouble {
    case .diskFull: fillDisk()
    case .readOnly: try disk.makeReadOnly()
    case .locked: lock = try Self.lock(path)
    case .corrupt:
      // A command that ended before its log was emptied leaves one, from which SQLite reads on.
      for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
      try Data(repeating: 0x5A, count: 9_000).write(to: URL(filePath: path))
    case .newer:
      let queue = try DatabaseQueue(path: path)
      version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } ?? 0
      try queue.close()
      try edit("PRAGMA user_version = 99")
    case .foreign: try edit("PRAGMA application_id = 4711")
    }
  }

  /// Leaves no room in the file's log either: what is written over there takes none of the disk's.
  private func fillDisk() {
    for _ in 1...100 {
      if FileManager.default.fileExists(atPath: path) {
        try? edit("PRAGMA wal_checkpoint(TRUNCATE)")
      }
      disk.fill()
      let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
      // The program may have written in between.
      if (log ?? 0) == 0 { return }
      disk.empty()
    }
  }

  /// Ends what can be ended: room, rights and locks come back.
  func end(_ trouble: StoreTrouble) throws {
    switch trouble {
    case .diskFull: disk.empty()
    case .readOnly: try disk.makeWritable()
    case .locked:
      try lock?.close()
      lock = nil
    case .newer: try edit("PRAGMA user_version = \(version)")
    case .foreign:
      try edit("PRAGMA application_id = \(file == .journal ? 0x5A54_524A : 0x5A54_5243)")
    case .corrupt: break
    }
  }

  /// The file's bytes, of which none may change where it is left as it is.
  var bytes: Data {
    get throws { try Data(contentsOf: URL(filePath: path)) }
  }

  private func edit(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// Takes the file for itself as another program does: readers are kept out too.
  static func lock(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
      try database.execute(sql: "BEGIN EXCLUSIVE")
    }
    return queue
  }
}

/// Another program in the middle of writing: readers go on, writers wait.
struct HeldWriter {
  private let queue: DatabaseQueue

  init(_ path: String) throws {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
  }

  func release() throws {
    try queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    try queue.close()
  }
}
