/// What is wrong with how a command was called, where the parser cannot know.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
