/// Bytes as people read them: `999 B`, `1.2 GB`.
struct ByteCount: CustomStringConvertible {
  let description: String

  init(_ bytes: Int64) {
    var value = Double(bytes)
    var unit = 0
    let units = ["B", "kB", "MB", "GB", "TB", "PB"]
    while abs(value) >= 999.95, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    let tenths = Int64((value * 10).rounded())
    let isWhole = unit == 0 || tenths.isMultiple(of: 10)
    let sign = tenths < 0 ? "-" : ""
    let number = "\(sign)\(abs(tenths) / 10)" + (isWhole ? "" : ".\(abs(tenths) % 10)")
    description = "\(number) \(units[unit])"
  }
}
