// libFuzzer's entry: any bytes are loaded as a model and, if they are one, planned and run.

/// libFuzzer calls this with each of its inputs; a trap is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzModelReader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  if case .broken(let fault) = ModelTrial(bytes) {
    fatalError(fault)
  }
  return 0
}
