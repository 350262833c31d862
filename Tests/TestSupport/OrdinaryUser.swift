import Foundation

/// Runs `body` with an ordinary user's rights to files. Without this, tests that run as root, as they
/// do in containers, could write everything. Only this thread's rights change.
public func asOrdinaryUser<Value>(_ body: () throws -> Value) rethrows -> Value {
  // `setfsuid(2)` is not in Swift's Glibc module.
  typealias SetUser = @convention(c) (uid_t) -> CInt
  guard geteuid() == 0, let symbol = unsafe dlsym(nil, "setfsuid") else { return try body() }
  let setUser = unsafe unsafeBitCast(symbol, to: SetUser.self)
  let nobody: uid_t = 65_534
  _ = setUser(nobody)
  defer { _ = setUser(0) }
  return try body()
}
