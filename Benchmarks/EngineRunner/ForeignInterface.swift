import CMultiplyPeak
import QuantizedInference

// What `earshot_benchmarks/earshot_engine.py` calls through ctypes, so that earshot and its peers run
// in one process. A runner belongs to the caller until `earshot_engine_close`.

/// The kernel sets of this CPU, separated by commas, the fastest first.
///
/// - Parameter text: Gets them, ended by a zero byte and cut to `capacity` bytes.
@_cdecl("earshot_engine_kernels")
public func foreignKernels(_ text: UnsafeMutablePointer<CChar>, _ capacity: Int) {
  let names = KernelSet.available.map(\.name).joined(separator: ",")
  unsafe write(names, to: text, capacity)
}

/// - Parameters:
///   - path: Of a `.tflite` file.
///   - kernels: Name of a kernel set.
///   - input: The model's inputs, one after the other.
///   - inputBytes: How many bytes those are.
///   - text: Gets what is wrong.
/// - Returns: A runner; null if there is none.
@_cdecl("earshot_engine_open")
public func foreignOpen(
  _ path: UnsafePointer<CChar>, _ kernels: UnsafePointer<CChar>, _ input: UnsafePointer<UInt8>,
  _ inputBytes: Int, _ text: UnsafeMutablePointer<CChar>, _ capacity: Int
) -> UnsafeMutableRawPointer? {
  do throws(ModelError) {
    let name = unsafe String(cString: kernels)
    guard let set = KernelSet.named(name) else {
      unsafe write("This CPU has no kernels \(name).", to: text, capacity)
      return nil
    }
    let model = try Model(contentsOf: unsafe String(cString: path), kernels: set)
    var rest = unsafe Array(UnsafeBufferPointer(start: input, count: inputBytes))[...]
    let inputs = model.inputs.map { description in
      defer { rest = rest.dropFirst(description.byteCount) }
      return Array(rest.prefix(description.byteCount))
    }
    let runner = try EngineRunner(model, inputs: inputs)
    return unsafe Unmanaged.passRetained(runner).toOpaque()
  } catch {
    unsafe write(error.description, to: text, capacity)
    return nil
  }
}

@_cdecl("earshot_engine_run")
public func foreignRun(_ runner: UnsafeMutableRawPointer) {
  unsafe unwrap(runner).run()
}

/// - Parameter bytes: Gets the outputs of the last run, one after the other, cut to `capacity`.
/// - Returns: How many bytes they are.
@_cdecl("earshot_engine_output")
public func foreignOutput(
  _ runner: UnsafeMutableRawPointer, _ bytes: UnsafeMutablePointer<UInt8>, _ capacity: Int
) -> Int {
  let output = unsafe unwrap(runner).outputBytes
  for (position, byte) in output.prefix(capacity).enumerated() { unsafe bytes[position] = byte }
  return output.count
}

@_cdecl("earshot_engine_multiply_accumulates")
public func foreignMultiplyAccumulates(_ runner: UnsafeMutableRawPointer) -> Int {
  unsafe unwrap(runner).model.multiplyAccumulates
}

@_cdecl("earshot_engine_arena_bytes")
public func foreignArenaBytes(_ runner: UnsafeMutableRawPointer) -> Int {
  unsafe unwrap(runner).model.plan.arenaBytes
}

@_cdecl("earshot_engine_close")
public func foreignClose(_ runner: UnsafeMutableRawPointer) {
  unsafe Unmanaged<EngineRunner>.fromOpaque(runner).release()
}

/// 10⁹ int8 multiply-adds a second at the most; see `multiply_peak.h`.
@_cdecl("earshot_engine_peak")
public func foreignPeak(_ kernels: UnsafePointer<CChar>, _ seconds: Double) -> Double {
  unsafe multiply_peak(kernels, seconds)
}

private func unwrap(_ runner: UnsafeMutableRawPointer) -> EngineRunner {
  unsafe Unmanaged.fromOpaque(runner).takeUnretainedValue()
}

private func write(_ message: String, to text: UnsafeMutablePointer<CChar>, _ capacity: Int) {
  guard capacity > 0 else { return }
  let bytes = message.utf8.prefix(capacity - 1)
  for (position, byte) in bytes.enumerated() { unsafe text[position] = CChar(bitPattern: byte) }
  unsafe text[bytes.count] = 0
}
