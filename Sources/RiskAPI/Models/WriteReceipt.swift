/// What a write came back with.
public struct WriteReceipt<Value: Sendable & Equatable>: Sendable, Equatable {
  /// The reply's `result`; ``Empty`` where the API answers none.
  public var value: Value
  /// The `cf-ray` header, which the provider's support asks for.
  public var ray: String?
  /// The `Cf-Auditlog-Id` header: names the write in the provider's own audit log.
  public var auditLogID: String?

  /// Takes the result and what came with it.
  public init(_ value: Value, ray: String? = nil, auditLogID: String? = nil) {
    self.value = value
    self.ray = ray
    self.auditLogID = auditLogID
  }
}

/// The result of a write that answers nothing but its success.
public struct Empty: Hashable, Sendable {
  /// Makes the only value.
  public init() {}
}
