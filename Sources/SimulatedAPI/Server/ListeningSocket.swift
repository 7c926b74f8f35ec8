import NIOCore

/// The socket that a server accepts connections on.
struct ListeningSocket: Sendable {
  private let channel: any Channel
  private let loops: any EventLoopGroup

  init(_ channel: any Channel, loops: any EventLoopGroup) {
    self.channel = channel
    self.loops = loops
  }

  /// Accepts nothing more, and returns once all that was accepted has been handed on.
  ///
  /// A connection that is still being set up when the socket is closed would be dropped, not served.
  func stopAccepting() async {
    try? await channel.pipeline.addHandler(NoMoreReads(), position: .first).get()
    try? await channel.setOption(.autoRead, value: false).get()
    // On its way a connection changes three times from the socket's loop to its own and back.
    for _ in 0..<4 {
      for loop in loops.makeIterator() { try? await loop.submit {}.get() }
      try? await channel.eventLoop.submit {}.get()
    }
  }

  /// Holds back every request to accept.
  private final class NoMoreReads: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = Never

    func read(context: ChannelHandlerContext) {}
  }
}
