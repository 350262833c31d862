/// How a kernel's window moves over an image.
struct TFLiteWindow {
  enum Padding: UInt8, CaseIterable {
    case same = 0
    case valid = 1
  }

  /// Taps along each axis.
  var height: Int
  var width: Int
  var padding = Padding.valid
  var strideHeight = 1
  var strideWidth = 1
  var dilationHeight = 1
  var dilationWidth = 1

  func setPaddingAndStride(in table: inout DraftTable) {
    if padding != .same { table.set(0, to: padding.rawValue) }
    table.set(1, to: Int32(strideWidth))
    table.set(2, to: Int32(strideHeight))
  }

  func setDilation(in table: inout DraftTable, width widthField: Int, height: Int) {
    if dilationWidth != 1 { table.set(widthField, to: Int32(dilationWidth)) }
    if dilationHeight != 1 { table.set(height, to: Int32(dilationHeight)) }
  }
}
