/// Tells loading that goes on from loading that is over before anybody would see it.
struct LoadingWatch: Equatable {
  private var id = 0
  private var isRunning = false
  private var hasLingered = false
  var turn = 0

  /// The spinner's turn; nil while loading is too short to show.
  var spinner: Int? { isRunning && hasLingered ? turn : nil }

  var subscription: Subscription { hasLingered ? .spinner : .loadingDelay(id) }

  mutating func follow(isLoading: Bool) {
    guard isLoading != isRunning else { return }
    isRunning = isLoading
    hasLingered = false
    if isLoading { id += 1 }
  }

  mutating func linger(_ id: Int) {
    if self.id == id, isRunning { hasLingered = true }
  }
}
