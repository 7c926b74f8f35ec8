package import Foundation
package import Logging
import TerminalUI

/// Writes records of swift-log into a ``LogFile``.
package struct FileLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  package var logLevel: Logger.Level
  private let label: String
  private let file: LogFile
  private let now: @Sendable () -> Date

  /// Makes the handler of one logger, whose label stands in every line; `now` is a record's time.
  package init(
    label: String,
    file: LogFile,
    logLevel: Logger.Level = .info,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.label = label
    self.file = file
    self.logLevel = logLevel
    self.now = now
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes `2026-11-21T08:22:10.123Z info ztriage.api: retrying status=503`.
  package func log(event: LogEvent) {
    let time = now().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    var line: SafeText = "\(time) \(event.level.rawValue) \(label): \(event.message.description)"
    if let error = event.error { line += " error=\(String(describing: error))" }
    var all = metadata
    all.merge(metadataProvider?.get() ?? [:]) { $1 }
    all.merge(event.metadata ?? [:]) { $1 }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) {
      line += " \(key)=\(value.description)"
    }
    file.write(line)
  }
}
