package import SimulatedAPI

extension SimulatedServer {
  /// Serves accounts on a loopback port for as long as the body takes, however it ends.
  package static func serve<Value>(
    _ api: SimulatedAPI,
    _ body: (SimulatedServer) async throws -> Value
  ) async throws -> Value {
    let server = try await SimulatedServer.start(api)
    do {
      let value = try await body(server)
      await server.stop()
      return value
    } catch {
      await server.stop()
      throw error
    }
  }
}
