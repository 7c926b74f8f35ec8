import ArgumentParser
import Foundation
import RiskServices

extension SinceMoment: ExpressibleByArgument {
  init?(argument: String) {
    self.init(argument)
  }

  /// The moment itself, which must be over.
  ///
  /// - Throws: ``Failure`` with code 64 for one that is still to come.
  func pastDate(now: Date, timeZone: TimeZone) throws(Failure) -> Date {
    let date = date(now: now, timeZone: timeZone)
    guard date <= now else {
      let words = TimeFormatter(now: now, timeZone: timeZone).absolute(date)
      throw Failure(
        .usage,
        "--since \(words) is in the future",
        "pass an age such as 8h, or a date and time"
      )
    }
    return date
  }
}
