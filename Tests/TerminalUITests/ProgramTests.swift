import TerminalUI
import Testing

@MainActor
@Suite(.timeLimit(.minutes(10)))
struct ProgramTests {
  @Test func `A newer effect with the same key cancels the older and drops its reply`() async {
    let gate = Gate()
    let program = makeProgram(gate)
    program.send(.fetchRequested(1))
    program.send(.fetchRequested(2))
    await gate.open()
    await program.settle()
    #expect(program.root.replies == [2])
    #expect(await gate.canceled == [1])
  }

  @Test func `A write is never canceled, and each one replies`() async {
    let gate = Gate()
    let program = makeProgram(gate)
    program.send([.writeRequested(1), .writeRequested(2)])
    program.stop()
    await gate.open()
    await program.settle()
    #expect(await gate.canceled.isEmpty)
    #expect(await Set(gate.finished) == [1, 2])
  }

  @Test func `Stopping cancels fetches and takes no more messages`() async {
    let gate = Gate()
    let program = makeProgram(gate)
    program.send(.fetchRequested(1))
    program.stop()
    await gate.open()
    await program.settle()
    program.send(.fetchRequested(2))
    #expect(program.root.replies.isEmpty)
    #expect(await gate.canceled == [1])
  }

  @Test func `Messages of one turn are painted once`() async {
    let gate = Gate()
    let program = makeProgram(gate)
    var paints = 0
    program.onTurn = { _ in
      paints += 1
      return Program.Painting()
    }
    program.send([.listened("a"), .listened("b"), .fetchRequested(1)])
    #expect(paints == 1)
  }

  @Test func `What arrived before a frame was sent is applied to the state before it was seen`()
    async
  {
    let program = makeProgram(Gate())
    var paints = 0
    program.onTurn = { _ in
      paints += 1
      return Program.Painting(earlier: paints == 1 ? [.listened("early")] : [])
    }
    program.send(.listened("a"))
    #expect(program.root.heard == ["a", "early"])
    #expect(program.root.paints == 0)
    while program.root.paints == 0 { await Task.yield() }
    #expect(paints == 2)
    #expect(program.root.paints == 1)
  }

  @Test func `A frame that the terminal has not taken yet was not seen`() {
    let program = makeProgram(Gate())
    var isComplete = false
    program.onTurn = { _ in Program.Painting(isComplete: isComplete) }
    program.send(.listened("a"))
    #expect(program.root.paints == 0)
    isComplete = true
    program.paint()
    #expect(program.root.paints == 1)
  }

  @Test func `A subscription starts when the state wants it and stops when not`() async {
    let gate = Gate()
    let program = makeProgram(gate)
    program.send(.tickingChanged(true))
    await gate.waitForStart(of: "ticks")
    program.send(.tickingChanged(true))
    program.send(.tickingChanged(false))
    await gate.waitForEnd(of: "ticks")
    #expect(await gate.starts == ["ticks"])
  }

  @Test func `A query is asked once while it is wanted, and anew when it is again`() async {
    let gate = Gate()
    let program = makeProgram(gate)
    for _ in 1...2 {
      program.send(.asked("who"))
      await gate.waitForStart(of: "who")
      program.send([.asked("who"), .listened("something else")])
      program.send(.asked(nil))
      await gate.waitForEnd(of: "who")
      await gate.forget("who")
    }
    await gate.open()
    await gate.waitForEnd(of: "who answered")
    #expect(program.root.heard == ["something else", "something else"])
  }

  @Test func `An answer comes once, and not to who asks something else by then`() async {
    let gate = Gate()
    let program = makeProgram(gate)
    program.send(.asked("first"))
    await gate.waitForStart(of: "first")
    program.send(.asked("second"))
    await gate.waitForEnd(of: "first")
    await gate.open()
    while program.root.heard.isEmpty { await Task.yield() }
    program.send(.asked("second"))
    await gate.waitForEnd(of: "first answered")
    await gate.waitForEnd(of: "second answered")
    #expect(program.root.heard == ["second"])
    #expect(await gate.starts == ["first", "second"])
  }

  @Test func `Nobody is asked once the program has stopped`() async {
    let gate = Gate()
    let program = makeProgram(gate)
    program.send(.asked("who"))
    await gate.waitForStart(of: "who")
    program.stop()
    await gate.waitForEnd(of: "who")
    await gate.open()
    await gate.waitForEnd(of: "who answered")
    #expect(program.root.heard.isEmpty)
  }

  @Test func `Effects of the terminal are taken before they run`() async {
    let gate = Gate()
    var taken: [Sample.Effect] = []
    let program = makeProgram(gate) { effect in
      taken.append(effect)
      return true
    }
    program.send(.writeRequested(7))
    await program.settle()
    #expect(taken == [.write(7)])
    #expect(await gate.finished.isEmpty)
  }

  private func makeProgram(
    _ gate: Gate,
    intercept: @escaping (Sample.Effect) -> Bool = { _ in false }
  ) -> Program<Sample> {
    Program(
      Sample(),
      perform: { effect, send in
        let number = effect.number
        await gate.wait()
        await gate.note(number, isCanceled: Task.isCancelled)
        await send(.replied(number))
      },
      answer: { query, send in
        await gate.started(query)
        await withTaskCancellationHandler {
          await gate.wait()
        } onCancel: {
          Task { await gate.ended(query) }
        }
        await send(.listened(query))
        await gate.ended("\(query) answered")
      },
      subscribe: { name, _ in
        await gate.started(name)
        // Until canceled.
        for await _ in AsyncStream<Never>(unfolding: { await untilCanceled() }) {}
        await gate.ended(name)
      },
      intercept: intercept
    )
  }
}

// MARK: Fixtures

private func untilCanceled() async -> Never? {
  let (stream, continuation) = AsyncStream<Void>.makeStream()
  await withTaskCancellationHandler {
    for await _ in stream {}
  } onCancel: {
    continuation.finish()
  }
  return nil
}

private struct Sample: RootPane {
  enum Message: Sendable {
    case fetchRequested(Int)
    case writeRequested(Int)
    case replied(Int)
    case tickingChanged(Bool)
    case listened(String)
    case asked(String?)
  }

  enum Effect: ProgramEffect {
    case fetch(Int)
    case write(Int)

    var number: Int {
      switch self {
      case .fetch(let number), .write(let number): number
      }
    }

    var replacementKey: String? {
      switch self {
      case .fetch: "fetch"
      case .write: nil
      }
    }
  }

  var replies: [Int] = []
  var heard: [String] = []
  /// How often it was told that all of it is on the screen.
  var paints = 0
  var isTicking = false
  var query: String?

  mutating func painted() { paints += 1 }

  mutating func update(_ message: Message) -> [Effect] {
    switch message {
    case .fetchRequested(let number): return [.fetch(number)]
    case .writeRequested(let number): return [.write(number)]
    case .replied(let number): replies.append(number)
    case .tickingChanged(let isTicking): self.isTicking = isTicking
    case .listened(let word): heard.append(word)
    case .asked(let query): self.query = query
    }
    return []
  }

  var queries: Set<String> { query.map { [$0] } ?? [] }
  var subscriptions: Set<String> { isTicking ? ["ticks"] : [] }

  func view(in frame: inout Frame) {}
}

/// Holds effects until the test lets them go on, and notes what became of them.
private actor Gate {
  private(set) var canceled: [Int] = []
  private(set) var finished: [Int] = []
  private(set) var starts: [String] = []
  private var ends: [String] = []
  private var isOpen = false
  private var waiters: [CheckedContinuation<Void, Never>] = []

  func wait() async {
    while !isOpen { await pause() }
  }

  func open() {
    isOpen = true
    wake()
  }

  func note(_ number: Int, isCanceled: Bool) {
    if isCanceled { canceled.append(number) }
    finished.append(number)
  }

  func started(_ name: String) {
    starts.append(name)
    wake()
  }

  func ended(_ name: String) {
    ends.append(name)
    wake()
  }

  /// Lets a name start and end anew.
  func forget(_ name: String) {
    starts.removeAll { $0 == name }
    ends.removeAll { $0 == name }
  }

  func waitForStart(of name: String) async {
    while !starts.contains(name) { await pause() }
  }

  func waitForEnd(of name: String) async {
    while !ends.contains(name) { await pause() }
  }

  private func pause() async {
    await withCheckedContinuation { waiters.append($0) }
  }

  private func wake() {
    for waiter in waiters { waiter.resume() }
    waiters = []
  }
}
