#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// One dashboard's place among those that keep drafts of the same account.
///
/// The drafts of a dashboard that runs are its own; those of one that ended, however it ended, belong
/// to whoever comes next. The slot is a locked file, and the kernel drops the lock with the process.
final class DraftSlot: Sendable {
  /// How many dashboards may keep drafts at once.
  static let count = 16

  /// 0 and up.
  let number: Int
  private let descriptor: Int32

  /// Takes a slot beside a journal; nil where it is taken, or its file cannot be had.
  init?(_ number: Int, besideJournal path: String) {
    // Earlier versions call the file so, and one of them may run beside this one.
    let descriptor = open("\(path)-seat-\(number).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    self.number = number
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// A draft's name in the journal: `0/behaviors`.
  func name(_ draft: String) -> String { "\(number)/\(draft)" }

  /// `0/behaviors` is the draft `behaviors` of slot 0; nil for a name of another form.
  static func parse(_ name: String) -> (slot: Int, draft: String)? {
    let parts = name.split(separator: "/", maxSplits: 1)
    guard parts.count == 2, let slot = Int(parts[0]) else { return nil }
    return (slot, String(parts[1]))
  }
}

/// Slots that a service holds.
struct DraftSlots {
  var own: DraftSlot?
  /// Those of dashboards that are gone, until their drafts are kept under the own one.
  var left: [Int: DraftSlot] = [:]
  /// What stands under the own one.
  var onDisk: [String: String] = [:]
  /// Names whose drafts are being kept, or could not be.
  var unsure: Set<String> = []

  func mustSave(_ name: String, _ content: String?) -> Bool {
    unsure.contains(name) || onDisk[name] != content
  }
}
