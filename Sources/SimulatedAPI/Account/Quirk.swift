/// A way in which an account may behave where no public source tells which way it does.
///
/// An account without quirks takes the other way each time. A client must get on with both.
package enum Quirk: String, CaseIterable, Sendable {
  /// A reset takes the events before it away, which otherwise stay as a record.
  case dropsEvents = "drops-events"
  /// An update turns off the behaviors that it leaves out, which otherwise keep their settings.
  case dropsBehaviors = "drops-behaviors"
  /// An update keeps a reference id that it leaves out, which otherwise becomes a random one.
  case keepsReferenceID = "keeps-reference-id"
  /// `page` and `per_page` have no effect: every page is the first.
  case ignoresPaging = "ignores-paging"
}
