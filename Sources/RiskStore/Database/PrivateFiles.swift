import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Files for their owner alone, whatever the umask: 0600 in a 0700 folder.
enum PrivateFiles {
  /// What SQLite keeps beside a database; moved, measured and protected along with it.
  static let companions = ["", "-wal", "-shm"]

  /// Makes the folder and those above it that are missing, each 0700.
  ///
  /// Throws the reason, a value of `errno`.
  static func makeFolder(_ path: String) throws(SystemError) {
    var status = stat()
    if stat(path, &status) != 0 {
      let parent = (path as NSString).deletingLastPathComponent
      if !parent.isEmpty && parent != path { try makeFolder(parent) }
      // Another process may have made it meanwhile.
      guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemError() }
      // The umask takes from mkdir's mode but not from chmod's.
      guard chmod(path, 0o700) == 0 else { throw SystemError() }
    } else if status.st_mode & S_IFMT != S_IFDIR {
      throw SystemError(code: ENOTDIR)
    }
  }

  /// Takes away what others may do in the program's own folder; a failure is no reason to stop,
  /// because the files in it are protected by themselves.
  static func protectFolder(_ path: String) {
    guard let mode = mode(of: path), mode & 0o777 != 0o700 else { return }
    chmod(path, 0o700)
  }

  /// Makes an empty file of mode 0600 where there is none; protects the one that is there.
  ///
  /// SQLite gives the companions the mode of the database, so this comes before SQLite.
  static func makeFile(_ path: String) throws(SystemError) {
    // A file that is there is not opened: closing it would drop the locks that this process's other
    // connections hold on it.
    let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 || errno == EEXIST else { throw SystemError() }
    if file >= 0 { close(file) }
    for suffix in companions {
      guard let mode = mode(of: path + suffix), mode & 0o777 != 0o600 else { continue }
      guard chmod(path + suffix, 0o600) == 0 || suffix != "" else { throw SystemError() }
    }
  }

  /// Renames a database and its companions, so that nothing is lost; returns the new path.
  static func quarantine(_ path: String, now: Date) throws(SystemError) -> String {
    let stamp = compactTime(now)
    var target = "\(path).set-aside-\(stamp)"
    var attempt = 2
    while access(target, F_OK) == 0 {
      target = "\(path).set-aside-\(stamp)-\(attempt)"
      attempt += 1
    }
    guard rename(path, target) == 0 else { throw SystemError() }
    // A log left behind would be replayed into the next database of this name.
    for suffix in companions.dropFirst() where access(path + suffix, F_OK) == 0 {
      guard rename(path + suffix, target + suffix) == 0 else { throw SystemError() }
    }
    return target
  }

  /// Deletes all but `kept` of the databases that were set aside: `newest`, and those with the latest
  /// times in their names, which are no older by a clock that was set back.
  static func trimQuarantined(_ path: String, newest: String, keeping kept: Int) {
    let folder = (path as NSString).deletingLastPathComponent
    let prefix = (path as NSString).lastPathComponent + ".set-aside-"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasPrefix(prefix) && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
      .sorted()
    let older = names.filter { $0 != (newest as NSString).lastPathComponent }
    for name in older.dropLast(kept - 1) { remove("\(folder)/\(name)") }
  }

  /// Deletes a database and its companions.
  static func remove(_ path: String) {
    for suffix in companions { unlink(path + suffix) }
  }

  /// Bytes on disk, companions included.
  static func size(of path: String) -> Int64 {
    companions.reduce(0) { $0 + size(of: path, companion: $1) }
  }

  /// Bytes on disk of one of a database's files; 0 when it is not there.
  static func size(of path: String, companion suffix: String) -> Int64 {
    var status = stat()
    return stat(path + suffix, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Which file stands under a path just now; nil when none does.
  static func identity(of path: String) -> FileIdentity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return FileIdentity(path: path, device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  /// True when the file system that holds the path has no room left.
  static func isDiskFull(at path: String) -> Bool {
    var status = statvfs()
    return statvfs(path, &status) == 0 && status.f_bavail == 0
  }

  /// True when no changes can be made in the folder.
  static func isReadOnly(folder: String) -> Bool {
    access(folder, F_OK) == 0 && access(folder, W_OK) != 0
  }

  static func mode(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode : nil
  }

  /// `20261121T084000Z`: sorts by time and needs no quoting in a shell.
  static func compactTime(_ date: Date) -> String {
    Moment.iso(Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)))
      .filter { $0 != "-" && $0 != ":" }
  }
}

/// One file, told from another that has taken its place under the same path.
struct FileIdentity: Hashable, Sendable {
  var path: String
  var device: UInt64
  var inode: UInt64
}

/// Why the system refused, a value of `errno`.
struct SystemError: Error, Hashable {
  var code: Int32

  init(code: Int32 = errno) {
    self.code = code
  }

  /// The system's own words, such as `Permission denied`.
  var reason: String { String(cString: strerror(code)) }
}

/// Keeps other processes from making, replacing or migrating a file in a folder at the same time.
enum FolderLock {
  /// Runs with the lock, waiting at most `seconds` for it; throws `StoreProblem.locked` after that.
  ///
  /// The kernel gives the lock back when the process ends, however it ends.
  static func hold<Value>(
    _ folder: String,
    waiting seconds: Double,
    _ body: () throws -> Value
  ) throws -> Value {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError() }
    defer { close(descriptor) }
    // flock(2) waits for ever or not at all, and files are opened before anything can await. Who holds
    // it mostly lets go within a millisecond; who does not need not be asked so often.
    var waited = 0.0
    var nap = 0.0005
    // A file system without such locks is used without them.
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK {
      guard waited < seconds else { throw StoreProblem.locked }
      Thread.sleep(forTimeInterval: nap)
      waited += nap
      nap = min(nap * 2, 0.01)
    }
    return try body()
  }
}
