internal import CPlatform
internal import Dispatch
package import TerminalUI

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Keys and signals, through sources of the main queue that wake only when something is there.
extension CursesScreen {
  /// Begins to report events, what was typed before included.
  package func start() {
    guard sources.isEmpty, state == .on else { return }
    listen(to: input) { $0.readInput() }
    if signals >= 0 { listen(to: signals) { $0.handle($0.takeSignals()) } }
    let timer = DispatchSource.makeTimerSource(queue: .main)
    timer.setEventHandler { [weak self] in
      MainActor.assumeIsolated { self?.inputExpired() }
    }
    timer.activate()
    expiry = timer
  }

  func stopListening() {
    for source in sources { source.cancel() }
    sources = []
    expiry?.cancel()
    expiry = nil
    stopListeningToOutput()
  }

  /// Waits for the terminal to take what it did not, while all else goes on.
  func listenToOutput() {
    guard outlet == nil else { return }
    let source = DispatchSource.makeWriteSource(
      fileDescriptor: output.descriptor,
      queue: .main
    )
    source.setEventHandler { [weak self] in
      MainActor.assumeIsolated { self?.continueOutput() }
    }
    source.activate()
    outlet = source
  }

  private func stopListeningToOutput() {
    outlet?.cancel()
    outlet = nil
  }

  private func continueOutput() {
    zt_crash_guard_thread()
    let outcome = output.flush()
    guard outcome != .waiting else { return }
    stopListeningToOutput()
    follow(outcome)
    if state == .on { onReady() }
  }

  private func listen(
    to descriptor: Int32,
    _ handle: @escaping @MainActor @Sendable (CursesScreen) -> Void
  ) {
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
    source.setEventHandler { [weak self] in
      MainActor.assumeIsolated {
        if let self { handle(self) }
      }
    }
    source.activate()
    sources.append(source)
  }

  // MARK: Input

  /// What has arrived by now and was not reported; nothing before ``start()``.
  package func takeInput() -> [InputEvent] {
    state == .on && !sources.isEmpty ? readAll() : []
  }

  /// Reads all there is, decodes it, and reports it in one piece.
  private func readInput() {
    zt_crash_guard_thread()
    deliver(readAll())
  }

  private func readAll() -> [InputEvent] {
    var events: [InputEvent] = []
    // Somebody who pours data in must not keep the screen from being painted.
    var budget = 1 << 20
    reading: while budget > 0 {
      // Never O_NONBLOCK: it would hold for the output as well, which is the same open terminal.
      switch readable() {
      case .nothing: break reading
      case .ended:
        // Says so after these events.
        terminalIsGone()
        return events
      case .bytes(let bytes):
        budget -= bytes.count
        events += decoder.decode(bytes)
      }
    }
    awaitRest()
    return events
  }

  private enum Readable {
    case nothing
    case bytes([UInt8])
    case ended
  }

  private func readable() -> Readable {
    var request = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, 0) > 0 else { return .nothing }
    let capacity = 16_384
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, length in
      count = read(input, buffer.baseAddress, capacity)
      length = max(0, count)
    }
    if count > 0 { return .bytes(bytes) }
    // 0 is the end of the input, EIO a terminal that hung up.
    return count < 0 && (errno == EINTR || errno == EAGAIN) ? .nothing : .ended
  }

  private func awaitRest() {
    guard let waiting = decoder.waiting else {
      expiry?.schedule(deadline: .distantFuture)
      return
    }
    expiry?.schedule(deadline: .now() + .milliseconds(timing.delay(for: waiting)))
  }

  private func inputExpired() {
    // What follows may have come while something else kept the main queue.
    var request = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    if poll(&request, 1, 0) > 0 { return readInput() }
    deliver(decoder.expire())
  }

  func deliver(_ events: [InputEvent]) {
    guard !events.isEmpty else { return }
    onEvents(events)
  }

  // MARK: Signals

  func handle(_ signals: [Int32]) {
    for number in signals {
      guard state == .on else { return }
      switch number {
      case SIGWINCH:
        guard let actual = terminalSize(), actual != size else { break }
        adopt(actual)
        onEvents([.resized(actual)])
      case SIGINT, SIGTERM: onEvents([.ended(.signal(number))])
      case SIGHUP: terminalIsGone()
      case SIGTSTP: suspend(wholeGroup: false)
      case SIGCONT:
        // Stopped by SIGSTOP, which nobody can catch: the shell has had the terminal meanwhile.
        deliver(resume())
      default: break
      }
    }
  }

  /// The signals since the last time, each once, in the order of their first.
  func takeSignals() -> [Int32] {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(signals, &bytes, bytes.count)
    var numbers: [Int32] = []
    for byte in bytes.prefix(max(0, count)) where !numbers.contains(Int32(byte)) {
      numbers.append(Int32(byte))
    }
    return numbers
  }
}
