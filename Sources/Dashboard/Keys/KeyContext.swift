/// Where a key has a meaning.
package enum KeyContext: String, CaseIterable, Sendable {
  case everywhere
  case terminal
  case list = "every list"
  case users = "Users"
  case timeline = "Timeline"
  /// What can be done about the timeline's user, evidence open or not.
  case timelineUser
  case integrations = "Integrations"
  case behaviors = "Behaviors"
  case evidence
  case filter
  case text = "a text field"
  /// Whatever takes all keys.
  case dialog = "a dialog"
  case question = "a question"
  /// The two buttons, where arrows have no other meaning.
  case buttons
  case reset = "the reset"
  case resetRun
  case verdict = "the verdict"
  case conflict = "a conflict"
  case page = "help, messages, news"
  case news
  case palette = "the palette"

  /// How the README's table calls it; a context that only tells others apart has the name of its
  /// neighbors.
  package var title: String {
    switch self {
    case .terminal: KeyContext.everywhere.rawValue
    case .timelineUser: KeyContext.timeline.rawValue
    case .buttons: KeyContext.question.rawValue
    case .resetRun: KeyContext.reset.rawValue
    case .news: "news"
    default: rawValue
    }
  }

  /// What is on the screen when its keys work.
  ///
  /// Two contexts that share a situation cannot share a key.
  /// A list beside a text field shares none with it on purpose: the field takes the keys it can use,
  /// and the list gets the rest.
  var situations: Set<Situation> {
    switch self {
    case .everywhere: Situation.panes
    case .terminal: Set(Situation.allCases)
    case .list: Situation.panes.union(Situation.questions).union([.page, .news, .palette])
    case .users: [.users]
    case .timeline: [.timeline]
    case .timelineUser: [.timeline, .evidence]
    case .integrations: [.integrations]
    case .behaviors: [.behaviors]
    case .evidence: [.evidence]
    case .filter: [.filter]
    case .text: [.filter, .typing]
    case .dialog: Situation.questions.union([.typing, .palette, .resetRun])
    case .question: Situation.questions
    case .buttons: Situation.questions.subtracting([.conflict])
    case .reset: [.reset]
    case .resetRun: [.resetRun]
    case .verdict: [.verdict]
    case .conflict: [.conflict]
    case .page: [.page, .news]
    case .news: [.news]
    case .palette: [.palette, .typing]
    }
  }

  /// A state of the screen, as far as keys depend on it.
  enum Situation: String, CaseIterable {
    case users, timeline, integrations, behaviors, evidence
    case filter, typing
    case question, reset, verdict, conflict
    case resetRun, page, news, palette

    static let panes: Set<Situation> = [.users, .timeline, .integrations, .behaviors, .evidence]
    static let questions: Set<Situation> = [.question, .reset, .verdict, .conflict]
  }
}
