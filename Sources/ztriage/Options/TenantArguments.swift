import ArgumentParser
import RiskServices

extension TenantURL: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

/// A person's own name for an integration: any text but none.
struct ReferenceID: ExpressibleByArgument {
  let text: String

  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    text = argument
  }
}
