public import EventLog
import Threading

/// The log as the threads of a station share it.
///
/// A station begins also where the log cannot be opened yet, because another program holds it or the disk is
/// full: until that is done, ``use(_:)`` says why not. When it could not be used, nobody tries for a moment:
/// whoever has sound to take must not wait for it again and again.
public final class SharedLog: Sendable {
  /// Of the log's file.
  public let path: String
  private let state: Guarded<State>
  private let opening: Opening
  private let longestPause: Duration

  /// Opens the log. What is opened should wait for other programs but for a tenth of a second.
  public typealias Opening = @Sendable () throws(EventLogError) -> EventLog

  private struct State {
    var log: EventLog?
    var failure: EventLogError?
    var pause = Duration.zero
    var nextAttempt = ContinuousClock.now
  }

  /// Opens the log if that is possible now.
  /// - Parameter longestPause: Before another try when it could not be used; the first is a fiftieth of it.
  /// - Throws: What will not pass by itself.
  public init(
    path: String, longestPause: Duration = .seconds(1), _ opening: @escaping Opening
  ) throws(EventLogError) {
    self.path = path
    self.opening = opening
    self.longestPause = longestPause
    do {
      state = Guarded(State(log: try opening()))
    } catch {
      switch error {
      case .locked, .full, .inputOutput: state = Guarded(State(failure: error))
      default: throw error
      }
    }
  }

  /// One that is open.
  public init(_ log: EventLog) {
    path = log.path
    opening = { () throws(EventLogError) in log }
    longestPause = .seconds(1)
    state = Guarded(State(log: log))
  }

  /// Whether it has been opened; it stays open, also when it cannot be used for a while.
  public var isOpen: Bool { state.withLock { $0.log != nil } }

  /// Why it is not open.
  public var failure: EventLogError? { state.withLock { $0.log == nil ? $0.failure : nil } }

  /// Tries again to open it if it is not; not for the threads that hear, for that may take its time.
  /// - Throws: What will not pass by itself.
  public func openIfPossible() throws(EventLogError) {
    guard !isOpen else { return }
    do {
      let log = try opening()
      state.withLock { $0 = State(log: log) }
    } catch {
      guard error.isTemporary else { throw error }
    }
  }

  /// Does something with the log.
  /// - Throws: Also the last error, without another attempt, if that was a moment ago.
  public func use<Result>(
    _ body: (EventLog) throws(EventLogError) -> Result
  ) throws(EventLogError) -> Result {
    let log = try begin()
    do throws(EventLogError) {
      let result = try body(log)
      state.withLock { ($0.failure, $0.pause) = (nil, .zero) }
      return result
    } catch {
      if error.isTemporary { hold(error) }
      throw error
    }
  }

  /// The log to read from, also where it cannot be written.
  public func reading() throws(EventLogError) -> EventLog {
    if let log = state.withLock({ $0.log }) { return log }
    return try EventLog(path: path, access: .reading, patience: 1)
  }

  private func begin() throws(EventLogError) -> EventLog {
    let found = state.withLock { state -> Swift.Result<EventLog, EventLogError> in
      guard let log = state.log else {
        return .failure(state.failure ?? .missing(path: path))
      }
      guard let failure = state.failure else { return .success(log) }
      guard ContinuousClock.now >= state.nextAttempt else { return .failure(failure) }
      // Whoever comes meanwhile does not wait beside this attempt.
      state.nextAttempt = .now + state.pause
      return .success(log)
    }
    return try found.get()
  }

  private func hold(_ failure: EventLogError) {
    state.withLock {
      $0.failure = failure
      $0.pause = min(max($0.pause * 2, longestPause / 50), longestPause)
      $0.nextAttempt = .now + $0.pause
    }
  }
}
