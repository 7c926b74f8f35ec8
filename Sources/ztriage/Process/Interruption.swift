import Dispatch
import Foundation
import Synchronization
import TerminalUI

/// The wish to end, as SIGINT or SIGTERM, in place of sudden death.
struct Interruption {
  private let signals: AsyncStream<Int32>
  private let numbers: [Int32]
  private let sources: [any DispatchSourceSignal]
  private let first: First

  /// Takes the signals over from now on; `whenAsked` is called at the first of them.
  init(of numbers: [Int32] = [SIGINT, SIGTERM], whenAsked: @escaping @Sendable () -> Void = {}) {
    let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
    let first = First()
    self.first = first
    self.numbers = numbers
    signals = stream
    sources = numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if first.take(number) { whenAsked() }
        continuation.yield(number)
      }
      source.resume()
      return source
    }
  }

  /// The first of the signals, once it has come.
  var signalNumber: Int32? { first.number }

  /// Gives the signals back: they end the program at once again.
  func release() {
    for source in sources { source.cancel() }
    for number in numbers { signal(number, SIG_DFL) }
  }

  /// Returns at the first of them.
  func wait() async {
    for await _ in signals { break }
    for source in sources { source.cancel() }
  }

  private final class First: Sendable {
    private let stored = Mutex<Int32?>(nil)

    var number: Int32? { stored.withLock { $0 } }

    /// False when another signal came before.
    func take(_ number: Int32) -> Bool {
      stored.withLock { stored in
        guard stored == nil else { return false }
        stored = number
        return true
      }
    }
  }
}

extension Interruption {
  /// What a command takes over before it sends: a write under way is never cut off.
  static func ofWrites() -> Interruption {
    Interruption(of: [SIGINT, SIGTERM, SIGHUP]) {
      if StandardError.isTerminal { StandardError.say("stopping after this write") }
    }
  }

  /// Ends a command of writes: with its failure, or by the signal that came meanwhile.
  ///
  /// A shell's loop goes on unless it sees that the signal did its work.
  static func end(with failure: Failure?, after signalNumber: Int32?) throws {
    guard let signalNumber else {
      if let failure { throw failure }
      return
    }
    if let failure { StandardError.say(failure) }
    throw EndedBySignal(number: signalNumber)
  }
}
