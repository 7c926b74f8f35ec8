/// How long what is saved on this machine is kept, in days; nil is for ever.
///
/// The audit log, verdicts and notes are always kept.
package struct Retention: Hashable, Sendable {
  /// How users, behaviors and integrations were.
  ///
  /// The newest row of each before that is kept, so that how they stood since stays known.
  package var historyDays: Int? = 400
  /// Events that the account no longer gives, since it was first seen without them.
  package var archivedEventsDays: Int? = 400
  /// Pages of users, since they were fetched last.
  package var cachedDetailsDays: Int? = 90

  package init() {}
}
