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
@MainActor
final class TerminalOutput {
  /// What became of a write.
  enum Outcome {
    case written
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

  private let descriptor: Int32
  private let scratch: Int32

  /// Takes a terminal's descriptor; nil when the system has no scratch file to give.
  init?(to descriptor: Int32) {
    let scratch = zt_scratch_file()
    guard scratch >= 0 else { return nil }
    self.descriptor = descriptor
    self.scratch = scratch
  }

  deinit {
    close(scratch)
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

  /// Sends a frame, marked so that a terminal which can shows it all at once.
  func writeFrame(_ bytes: [UInt8]) -> Outcome {
    let bytes = PortableScroll.rewritten(brief?.brief(bytes) ?? bytes)
    guard bytes.count >= Self.synchronizedFrom else { return write(bytes) }
    return write(Array("\u{1B}[?2026h".utf8) + bytes + Array("\u{1B}[?2026l".utf8))
  }

  /// Sends bytes as they are.
  func write(_ bytes: [UInt8]) -> Outcome {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.map { sysWrite(descriptor, $0 + sent, bytes.count - sent) } ?? 0
      }
      if count > 0 {
        sent += count
        bytesWritten += count
        continue
      }
      switch errno {
      case EINTR: continue
      // Somebody who shares the terminal set O_NONBLOCK: wait, not spin.
      case EAGAIN: waitUntilWritable()
      default: return .gone
      }
    }
    return .written
  }

  private func waitUntilWritable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&request, 1, -1)
  }
}

/// `write` would be the method above.
private func sysWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
