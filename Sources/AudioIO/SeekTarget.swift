import Glibc

/// Where a decoder or encoder that seeks in a file of ours goes, as lseek(2) has it.
/// - Parameters:
///   - position: Where it is.
///   - count: Bytes of the file.
/// - Returns: `nil` for a place before the beginning, or beyond all numbers.
func seekTarget(
  _ offset: Int64, from whence: Int32, position: Int64, count: Int64
) -> Int64? {
  let origin: Int64 =
    switch whence {
    case SEEK_CUR: position
    case SEEK_END: count
    default: 0
    }
  let (target, overflow) = origin.addingReportingOverflow(offset)
  return overflow || target < 0 ? nil : target
}
