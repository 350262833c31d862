import Dispatch
import Foundation
import Survey

/// Turns the first Ctrl-C, or the first SIGTERM, into a wish to stop; the second ends the program.
struct Interruption {
  let cancellation = Cancellation()
  private let sources: [any DispatchSourceSignal]

  init() {
    sources = [SIGINT, SIGTERM].map { [cancellation] number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if cancellation.isCancelled { exit(ExitStatus.interrupted.rawValue) }
        cancellation.cancel()
      }
      source.resume()
      return source
    }
  }
}
