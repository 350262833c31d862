import CInt8Kernels
import Foundation
import RemoteKernels

@testable import QuantizedInference

/// A process that runs `Tests/RemoteKernels/server`: kernels that this program calls through pipes.
struct KernelServer {
  let kernels: KernelSet
  // The pipes close with these, and with them the server ends.
  private let server = Process()
  private let calls = Pipe()
  private let answers = Pipe()

  /// ARM CPUs in an emulator, each with the fastest kernels that it has.
  ///
  /// None unless the environment variable `EARSHOT_NEON_SERVER` is the server's path, as in
  /// `make test-neon`. A Raspberry Pi 4 has the Cortex-A72, which computes as the A53 does; the 5 has
  /// the A76.
  static let emulated: Result<[KernelServer], any Error> = Result {
    guard let path = ProcessInfo.processInfo.environment["EARSHOT_NEON_SERVER"] else { return [] }
    return try ["cortex-a53", "cortex-a76"].enumerated().map { place, cpu in
      try KernelServer(["qemu-aarch64", "-cpu", cpu, path], place: place)
    }
  }

  /// The sets of this CPU, in memory that ends at a page which must not be touched.
  static let guarded: Result<[KernelServer], any Error> = Result {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let path = URL(filePath: tests).deletingLastPathComponent().appending(path: "kernel-server")
      .path
    return try KernelSet.available.dropLast().indices.map { number in
      try KernelServer([path, String(number)], place: 2 + number, suffix: " guarded")
    }
  }

  private init(_ command: [String], place: Int, suffix: String = "") throws {
    server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    server.arguments = command
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
      label: String(decoding: name, as: UTF8.self) + suffix, functions: functions)
  }
}

extension KernelSet {
  // Servers that could not be started are none here; a test of its own finds that.
  private static func sets(_ servers: Result<[KernelServer], any Error>) -> [KernelSet] {
    ((try? servers.get()) ?? []).map(\.kernels)
  }

  /// The sets of this CPU and those of emulated ones, the plain one last.
  static let tested = sets(KernelServer.emulated) + available

  /// The tested ones, and those of this CPU with pages beside their memory that must not be touched.
  static let watched = sets(KernelServer.guarded) + tested

  /// All of those but the plain one.
  static let watchedVectors = watched.filter { $0 != plain }
}
