import GRDB
package import RiskAPI

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What is wrong with a file of the store, by what can be done about it.
package enum StoreProblem: Error, Hashable, Sendable {
  /// The disk has no room left.
  case diskFull
  /// The folder, the file or the disk can only be read.
  case readOnly
  /// Another program keeps the file to itself.
  case locked
  /// The system refuses access.
  case notPermitted
  /// The file is damaged, or no database.
  case corrupt
  /// The file is a database of something else.
  case foreign
  /// A newer ztriage wrote the file; its schema's version, and the newest that is known here.
  case newerVersion(found: Int, known: Int)
  /// The file belongs to another account, or to one of another server (`HOST:PORT`).
  case otherOwner(AccountAddress)
  /// Anything else, in SQLite's or the system's words.
  case failed(String)

  /// What happened, as the second half of a sentence: `the disk is full`.
  package var words: String {
    switch self {
    case .diskFull: "the disk is full"
    case .readOnly: "it is read-only"
    case .locked: "another program has locked it"
    case .notPermitted: "access to it is refused"
    case .corrupt: "it is damaged"
    case .foreign: "it is another program's database"
    case .newerVersion(let found, let known):
      "it was written by a newer ztriage (version \(found), known here up to \(known))"
    case .otherOwner(let owner): "it belongs to the account \(owner.accountID) of \(owner.server)"
    case .failed(let reason): reason
    }
  }

  /// Sorts an error of SQLite, the system or this module; `folder` tells a full disk from a broken one.
  init(_ error: any Error, folder: String?) {
    switch error {
    case let problem as StoreProblem: self = problem
    case let error as SystemError: self.init(error)
    case is RowDecodingError: self = .corrupt
    case let error as DatabaseError: self.init(error, folder: folder)
    default: self = .failed("\(type(of: error))")
    }
  }

  private init(_ error: SystemError) {
    switch error.code {
    case ENOSPC, EDQUOT: self = .diskFull
    case EROFS: self = .readOnly
    case EACCES, EPERM: self = .notPermitted
    default: self = .failed(error.reason)
    }
  }

  private init(_ error: DatabaseError, folder: String?) {
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull
    case .SQLITE_READONLY: self = .readOnly
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: self = .locked
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt
    case .SQLITE_PERM, .SQLITE_AUTH: self = .notPermitted
    // SQLite says the same of a full disk and of a broken one when it cannot make its own files.
    case .SQLITE_IOERR, .SQLITE_CANTOPEN:
      if let folder, PrivateFiles.isDiskFull(at: folder) {
        self = .diskFull
      } else if let folder, PrivateFiles.isReadOnly(folder: folder) {
        self = .readOnly
      } else {
        self = .failed(error.message ?? "it cannot be read or written")
      }
    default: self = .failed(error.message ?? "SQLite's error \(error.resultCode.rawValue)")
    }
  }
}
