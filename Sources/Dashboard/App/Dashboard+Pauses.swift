import Foundation
import RiskAPI
import RiskServices

// MARK: What the client tells while it works

extension Dashboard {
  mutating func report(_ event: ClientEvent) {
    switch event {
    case .waiting(_, let delay, let reason, let ray), .held(_, let delay, let reason, let ray):
      let end = now.addingTimeInterval(delay.seconds)
      notePause(RequestPause(end: end, reason: reason, ray: ray))
    case .retrying, .rateLimit, .page:
      if let words = ClientEventFormatter.notice(for: event) { notices.tellPassing(words, at: now) }
    }
  }

  /// Tells of a pause once, though each call under way tells of it.
  private mutating func notePause(_ new: RequestPause) {
    let isKnown = pause.map { old in
      old.reason == new.reason && abs(old.end.timeIntervalSince(new.end)) < 5
    }
    guard isKnown != true else { return }
    pause = new
    let words = TimeFormatter(now: now, timeZone: options.timeZone)
    notices.tellPassing(ClientEventFormatter.notice(for: new, words: words), at: now)
  }
}

extension Duration {
  fileprivate var seconds: TimeInterval {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
