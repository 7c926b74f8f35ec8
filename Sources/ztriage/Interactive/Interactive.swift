import CursesTerminal
import Dashboard
import Foundation
import RiskAPI
import RiskServices
import RiskStore
import Settings
import TerminalUI

/// The dashboard on the terminal.
enum Interactive {
  /// What the settings may bind to other keys.
  static var bindings: [KnownBinding] { BindingID.known }

  /// Runs the dashboard until the person quits, or the terminal or a signal ends it.
  @MainActor
  static func run(_ session: InteractiveSession) async throws {
    let (events, eventSink) = AsyncStream.makeStream(
      of: ClientEvent.self,
      // Progress that nobody could read any more is not worth memory.
      bufferingPolicy: .bufferingNewest(64)
    )
    let (reports, reportSink) = AsyncStream.makeStream(of: String.self)
    // The locale is the whole process's: it is settled before a second thread could ask for it.
    TerminalLocale.activate()
    async let opening = OpenedAccount(
      session,
      rows: CursesScreen.terminalSize()?.rows ?? 60,
      onEvent: { event in
        // Budget reports come with every reply; only what the dashboard shows may wake it.
        if case .rateLimit = event { return }
        eventSink.yield(event)
      },
      report: { reportSink.yield($0) }
    )
    let screen = try openScreen(session)
    defer { screen.close() }
    if let log = session.log { screen.redirectStandardError(to: log.duplicateDescriptor()) }
    let dashboard = Dashboard(options: DashboardOptions(session), size: screen.size, now: Date())
    let account = await opening
    let service = account.service

    let ending = AsyncStream.makeStream(of: Ending.self)
    let effects = EffectRunner(service: service, files: ExportFiles())
    let runner = SubscriptionRunner(
      clock: ContinuousClock(),
      now: { Date() },
      clientEvents: events
    )
    let queries = QueryRunner(service: service, clock: ContinuousClock())
    // What the terminal did is told to the program, which does not exist yet.
    var answer: (Dashboard.Message) -> Void = { _ in }
    let program = Program(
      dashboard,
      perform: { effect, send in
        if let reply = await effects.run(effect) { await send(reply) }
        // Many users leave as much memory behind as they took, and a dashboard stays open all day.
        if effect.replacesUsers { await service.releaseMemory() }
      },
      answer: { query, send in await queries.run(query, send: send) },
      subscribe: { subscription, send in await runner.run(subscription, send: send) },
      intercept: { effect in
        guard case .terminal(let command) = effect else { return false }
        switch command {
        case .quit: ending.continuation.yield(.keepingDrafts)
        case .quitLosingDrafts: ending.continuation.yield(.losingDrafts)
        case .suspend: screen.suspend()
        case .repaint: screen.repaint()
        case .copy(let text): answer(.copied(screen.copy(text)))
        }
        return true
      }
    )
    answer = { program.send($0) }
    // A click is meant for what was on the screen when it was made.
    var shown = MouseMap()
    let messages = { (events: [InputEvent]) -> [Dashboard.Message] in
      let now = Date()
      return events.compactMap { event -> Dashboard.Message? in
        guard case .mouse(let mouse) = event else { return .input(event, now) }
        return shown.target(of: mouse).map { .pointed($0, now) }
      }
    }
    program.onTurn = { root in
      var frame = Frame(screen.size, takesMouse: session.usesMouse)
      root.view(in: &frame)
      var earlier: [Dashboard.Message] = []
      let isComplete = screen.present(frame) { earlier = messages(screen.takeInput()) }
      if isComplete { shown = frame.mouse }
      return Program.Painting(isComplete: isComplete, earlier: earlier)
    }
    screen.onReady = { program.paint() }
    var end: InputEvent.EndReason?
    screen.onEvents = { events in
      for case .ended(let reason) in events { end = reason }
      program.send(messages(events))
    }
    // What was kept comes before the first question, so that the first paint shows it.
    program.send(account.firstPaint + [.opened])
    program.send(.draftsFound(await service.takeOverDrafts()))
    for notice in account.notices { program.send(.noted(notice)) }
    let recovery = Task {
      await service.checkClock()
      for write in await service.recoverWrites() {
        let words = SafeText(write.words(timeZone: .current))
        program.send(.noted(Notice.Draft(words, write.result == .unknown ? .error : .warning)))
      }
    }
    let reporting = Task {
      for await report in reports {
        program.send(.noted(Notice.Draft(SafeText(report), .warning)))
      }
    }
    defer {
      reporting.cancel()
      recovery.cancel()
    }
    if let notice = screen.notice { program.send(.noted(Notice.Draft(notice, .warning))) }
    screen.start()

    for await request in ending.stream {
      // While the screen stands: what a second signal would do without it, nobody could undo.
      guard request == .keepingDrafts, let reason = await service.saveDrafts(program.root.drafts)
      else { break }
      guard end == nil else {
        StandardError.say(SafeText("unsaved changes and notes are lost: \(reason)"))
        break
      }
      program.send(.draftsNotKept(reason))
    }
    program.stop()
    screen.close()
    // Who quits has looked; a link that dropped or a signal says nothing of that.
    await service.savePlace(program.root.place)
    await service.close()
    if case .signal(let number)? = end { throw EndedBySignal(number: number) }
  }

  /// How somebody wants to leave.
  private enum Ending {
    case keepingDrafts
    /// Told that drafts cannot be kept, they leave all the same.
    case losingDrafts
  }

  @MainActor
  private static func openScreen(_ session: InteractiveSession) throws(Failure) -> CursesScreen {
    var environment = ProcessInfo.processInfo.environment
    if !session.hasColor { environment["NO_COLOR"] = "1" }
    let theme = try session.loadTheme()
    do {
      return try CursesScreen(
        theme: theme,
        environment: environment,
        takesMouse: session.usesMouse
      )
    } catch {
      if case .noScratchFile = error {
        throw Failure(
          .cannotWrite,
          error.description.string,
          "set TMPDIR to a folder you can write"
        )
      }
      throw Failure(.usage, error.description.string, "use 'ztriage users list' instead")
    }
  }
}

extension DashboardOptions {
  /// What the session's settings decide.
  fileprivate init(_ session: InteractiveSession) {
    self.init(
      accountName: SafeText(session.accountName),
      mayWrite: !session.isReadOnly,
      isOffline: session.isOffline,
      refreshInterval: session.refresh,
      requiresReason: session.requiresReason,
      keys: session.keys
    )
  }
}
