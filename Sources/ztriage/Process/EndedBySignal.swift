/// A signal asked for the end, and all that must be put away has been.
struct EndedBySignal: Error {
  let number: Int32
}
