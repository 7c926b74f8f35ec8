/// What a test needs is not there.
package struct Missing: Error {
  package let what: String
  package init(what: String) { self.what = what }
}
