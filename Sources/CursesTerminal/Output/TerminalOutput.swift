internal import CPlatform

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What goes to the terminal: gathered from curses, then written in one go.
///
/// Curses writes with write(2) whenever its buffer is full, spins on `EAGAIN` and keeps errors to
/// itself. So its output descriptor is pointed at a scratch file, and what collects there is sent
/// from here: whole frames, counted, with every outcome of write(2) seen.
///
/// No write waits: a terminal that stopped reading must not hold the main actor, which serves the
/// signals that end the program. What the terminal does not take is kept and sent once it does.
@MainActor
final class TerminalOutput {
  /// What became of a write.
  enum Outcome {
    case written
    /// The terminal takes no more for now; the rest is kept.
    case waiting
    /// Nobody reads the terminal any more.
    case gone
  }

  /// Bytes sent so far.
  private(set) var bytesWritten = 0

  /// Frames up to this many bytes go without the marks of a synchronized update: the marks take 16,
  /// and so short a frame arrives in one piece anyway.
  static let synchronizedFrom = 257

  /// What shortens frames; nil sends them as curses wrote them.
  var brief: BriefOutput?

  /// Where bytes leave; its writes do not wait.
  let descriptor: Int32

  /// The terminal was opened once more, for `O_NONBLOCK` belongs to an open file, and the shell, the
  /// input and other programs share the one that was there.
  private let isOwn: Bool
  private let scratch: Int32
  private var pending: ArraySlice<UInt8> = []

  /// Takes a terminal's descriptor, and the file that curses writes to.
  init(to terminal: Int32, gatheringIn scratch: Int32) {
    let own = zt_reopen_terminal(terminal)
    isOwn = own >= 0
    descriptor = isOwn ? own : terminal
    self.scratch = scratch
  }

  deinit {
    close(scratch)
    if isOwn { close(descriptor) }
  }

  /// Points a descriptor, which curses writes to, at the scratch file.
  func takeOver(_ cursesDescriptor: Int32) {
    dup2(scratch, cursesDescriptor)
  }

  /// What curses has written since the last call.
  func gathered() -> [UInt8] {
    // The descriptors share one offset: where curses stands is how much it wrote.
    let count = Int(lseek(scratch, 0, SEEK_CUR))
    guard count > 0 else { return [] }
    lseek(scratch, 0, SEEK_SET)
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
      length = 0
      while length < count, let base = buffer.baseAddress {
        let got = pread(scratch, base + length, count - length, off_t(length))
        if got < 0 && errno == EINTR { continue }
        guard got > 0 else { break }
        length += got
      }
    }
  }

  // MARK: Writing

  /// Whether the terminal has not taken all yet.
  var isWaiting: Bool { !pending.isEmpty }

  /// Sends a frame, marked so that a terminal which can shows it all at once.
  func writeFrame(_ bytes: [UInt8]) -> Outcome {
    let bytes = PortableScroll.rewritten(brief?.brief(bytes) ?? bytes)
    guard bytes.count >= Self.synchronizedFrom else { return write(bytes) }
    return write(Array("\u{1B}[?2026h".utf8) + bytes + Array("\u{1B}[?2026l".utf8))
  }

  /// Sends bytes as they are, after those that wait.
  func write(_ bytes: [UInt8]) -> Outcome {
    pending = isWaiting ? pending + bytes : bytes[...]
    return flush()
  }

  /// Sends of what waits as much as the terminal takes.
  func flush() -> Outcome {
    while isWaiting {
      // A descriptor that may wait is given a little at a time, and nothing while it is full.
      guard isOwn || isWritable(within: 0) else { return .waiting }
      let length = isOwn ? pending.count : min(pending.count, 256)
      let count = pending.withUnsafeBytes { buffer in
        buffer.baseAddress.map { sysWrite(descriptor, $0, length) } ?? 0
      }
      if count > 0 {
        pending = pending.dropFirst(count)
        bytesWritten += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .waiting
      default:
        pending = []
        return .gone
      }
    }
    pending = []
    return .written
  }

  /// Sends the last bytes, waiting for the terminal only so long.
  ///
  /// One that takes nothing loses what it has not read, so that `reset` finds room, which it then
  /// reads should it ever go on.
  func finish(_ bytes: [UInt8], orElse reset: [UInt8], within time: Duration) -> Outcome {
    let end = ContinuousClock.now + time
    var outcome = write(bytes)
    while outcome == .waiting, ContinuousClock.now < end {
      _ = isWritable(within: 20)
      outcome = flush()
    }
    guard outcome == .waiting else { return outcome }
    tcflush(descriptor, TCOFLUSH)
    // CAN ends a sequence that the terminal has the first half of.
    pending = [0x18] + reset[...]
    outcome = flush()
    pending = []
    return outcome
  }

  private func isWritable(within milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&request, 1, milliseconds) > 0
  }
}

/// `write` would be the method above.
private func sysWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
