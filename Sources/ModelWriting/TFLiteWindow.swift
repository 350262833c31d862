/// How a kernel's window moves over an image.
public struct TFLiteWindow: Sendable {
  /// What is read outside the image: as much as gives every position a result, or nothing.
  public enum Padding: UInt8, CaseIterable, Sendable {
    /// As much as gives each step of the stride a result.
    case same = 0
    /// Nothing: the window stays within the image.
    case valid = 1
  }

  /// Taps from top to bottom.
  public var height: Int
  /// Taps from left to right.
  public var width: Int
  /// Of an odd border the greater part lies below and to the right.
  public var padding: Padding
  /// Pixels from one place of the window to the next, downwards.
  public var strideHeight: Int
  /// Likewise, to the right.
  public var strideWidth: Int
  /// Pixels from one tap to the next, downwards; 1 for a window without holes.
  public var dilationHeight: Int
  /// Likewise, to the right.
  public var dilationWidth: Int

  /// One that moves pixel by pixel and has no holes, unless told otherwise. Nothing is checked: a reader's
  /// tests want senseless windows too.
  public init(
    height: Int, width: Int, padding: Padding = .valid, strideHeight: Int = 1,
    strideWidth: Int = 1, dilationHeight: Int = 1, dilationWidth: Int = 1
  ) {
    self.height = height
    self.width = width
    self.padding = padding
    self.strideHeight = strideHeight
    self.strideWidth = strideWidth
    self.dilationHeight = dilationHeight
    self.dilationWidth = dilationWidth
  }

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
