import CInt8Kernels
import Foundation
import RemoteKernels

@testable import QuantizedInference

/// An ARM CPU in an emulator, which runs `Tests/RemoteKernels/server` with the fastest kernels that the
/// CPU has.
struct EmulatedCPU {
  let kernels: KernelSet
  // The pipes close with these, and with them the server ends.
  private let server = Process()
  private let calls = Pipe()
  private let answers = Pipe()

  /// None unless the environment variable `EARSHOT_NEON_SERVER` is the server's path, as in
  /// `make test-neon`. A Raspberry Pi 4 has the Cortex-A72, which computes as the A53 does; the 5 has
  /// the A76.
  static let started: Result<[EmulatedCPU], any Error> = Result {
    guard let path = ProcessInfo.processInfo.environment["EARSHOT_NEON_SERVER"] else { return [] }
    return try ["cortex-a53", "cortex-a76"].enumerated().map { place, cpu in
      try EmulatedCPU(cpu, server: path, place: place)
    }
  }

  /// None where they could not be started, which a test of its own finds.
  static var all: [EmulatedCPU] { (try? started.get()) ?? [] }

  private init(_ cpu: String, server path: String, place: Int) throws {
    server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    server.arguments = ["qemu-aarch64", "-cpu", cpu, path]
    server.standardInput = calls
    server.standardOutput = answers
    try server.run()
    let functions = unsafe remote_kernels(
      Int32(place), calls.fileHandleForWriting.fileDescriptor,
      answers.fileHandleForReading.fileDescriptor)
    // It begins with its name, after the name's length.
    let length = answers.fileHandleForReading.readData(ofLength: 8).first ?? 0
    let name = answers.fileHandleForReading.readData(ofLength: Int(length))
    unsafe kernels = KernelSet(
      label: String(decoding: name, as: UTF8.self), functions: functions)
  }
}

extension KernelSet {
  /// The sets of this CPU and those of emulated ones, the plain one last.
  static let tested = EmulatedCPU.all.map(\.kernels) + available

  /// All but the plain one.
  static let testedVectors = tested.filter { $0 != plain }
}
