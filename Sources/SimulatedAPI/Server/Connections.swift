import NIOCore
import RiskAPI
import Synchronization

/// The open connections of a server and the answers under way, to be able to end them.
///
/// The task that serves is never canceled: that drops connections that were accepted and not served
/// yet, and swift-nio traps on those (its issue 2637).
final class Connections: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var answers: [Int: Task<Result<APIReply, TransportError>, Never>] = [:]
    var nextAnswer = 0
    var isCut = false
  }

  private let state = Mutex(State())

  /// What puts a connection here for as long as it is open.
  func handler() -> any RemovableChannelHandler { Handler(connections: self) }

  /// Runs an answer, which ends early when the connections are cut.
  func answer(
    _ body: @escaping @Sendable () async throws(TransportError) -> APIReply
  ) async throws(TransportError) -> APIReply {
    let (number, answer) = state.withLock { state in
      let answer = Task { () async -> Result<APIReply, TransportError> in
        do throws(TransportError) {
          return .success(try await body())
        } catch {
          return .failure(error)
        }
      }
      if state.isCut { answer.cancel() }
      state.nextAnswer += 1
      state.answers[state.nextAnswer] = answer
      return (state.nextAnswer, answer)
    }
    let result = await answer.value
    state.withLock { _ = $0.answers.removeValue(forKey: number) }
    return try result.get()
  }

  /// Closes every connection, also those that come later, and cancels what is being answered.
  func cut() {
    let (channels, answers) = state.withLock { state in
      state.isCut = true
      return (Array(state.channels.values), Array(state.answers.values))
    }
    for answer in answers { answer.cancel() }
    for channel in channels { channel.close(promise: nil) }
  }

  private func add(_ channel: any Channel) {
    let isCut = state.withLock { state in
      state.channels[ObjectIdentifier(channel)] = channel
      return state.isCut
    }
    if isCut { channel.close(promise: nil) }
  }

  private func remove(_ channel: any Channel) {
    state.withLock { _ = $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
  }

  private final class Handler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    let connections: Connections

    init(connections: Connections) {
      self.connections = connections
    }

    func channelActive(context: ChannelHandlerContext) {
      connections.add(context.channel)
      context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
      connections.remove(context.channel)
      context.fireChannelInactive()
    }
  }
}
