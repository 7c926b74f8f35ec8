import HTTPTypes
package import RiskAPI

/// Brings a client's requests to simulated accounts without a socket.
package struct InProcessTransport: Transport {
  /// Who answers.
  package let api: SimulatedAPI

  package func send(_ request: APIRequest) async throws(TransportError) -> APIReply {
    try await api.answer(
      request.method,
      request.path,
      headers: request.headers,
      body: request.body,
      timeout: request.timeout
    )
  }
}
