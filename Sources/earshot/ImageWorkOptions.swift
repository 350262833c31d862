import ArgumentParser
import Foundation

/// How many images are worked on at the same time.
struct ImageWorkOptions: ParsableArguments {
  @Option(help: "Images at the same time; the number of cores without.")
  var jobs: Int?

  func validate() throws {
    if let jobs, !(1...512).contains(jobs) {
      throw ValidationError("--jobs must be from 1 to 512, not \(jobs).")
    }
  }

  var threads: Int { jobs ?? ProcessInfo.processInfo.activeProcessorCount }
}
