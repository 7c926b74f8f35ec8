import Dispatch
import Foundation

/// The wish to end, as SIGINT or SIGTERM, in place of sudden death.
struct Interruption {
  private let signals: AsyncStream<Int32>
  private let sources: [any DispatchSourceSignal]

  /// Takes both signals over from now on.
  init() {
    let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
    signals = stream
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield(number) }
      source.resume()
      return source
    }
  }

  /// Returns at the first of them.
  func wait() async {
    for await _ in signals { break }
    for source in sources { source.cancel() }
  }
}
