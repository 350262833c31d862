public import EventDetection

/// What a model says of one window, as it left the network.
public struct StoredWindow: Hashable, Sendable {
  /// At the native rate.
  public var range: SampleRange
  /// The network's int8 outputs, in the order of the bundle's classes.
  public var outputs: ArraySlice<Int8>

  /// One window: as many outputs as the bundle has classes.
  public init(range: SampleRange, outputs: ArraySlice<Int8>) {
    self.range = range
    self.outputs = outputs
  }
}

/// The stored windows of an analysis, by start.
///
/// The outputs of all lie in one array, for a day of sound has more than a hundred thousand windows.
public struct StoredWindows: Hashable, Sendable {
  /// Outputs of each window.
  public let classCount: Int
  private var ranges: [SampleRange] = []
  /// Shape `[windows, classes]`.
  private var outputs: [Int8] = []

  /// Of no window yet.
  public init(classCount: Int) {
    self.classCount = classCount
  }

  /// Room for so many windows in all, so that adding them moves nothing.
  public mutating func reserveCapacity(_ windows: Int) {
    ranges.reserveCapacity(windows)
    outputs.reserveCapacity(windows * classCount)
  }

  /// Adds a window, which starts no earlier than the last.
  /// - Precondition: There is an output for each class.
  public mutating func append(range: SampleRange, outputs: some Collection<Int8>) {
    precondition(outputs.count == classCount, "a window has an output for each class")
    ranges.append(range)
    self.outputs.append(contentsOf: outputs)
  }
}

extension StoredWindows: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { ranges.count }

  /// A window by its place, from 0. Its outputs are a slice of all, so their indices do not begin at 0.
  public subscript(position: Int) -> StoredWindow {
    StoredWindow(
      range: ranges[position],
      outputs: outputs[position * classCount..<(position + 1) * classCount])
  }
}
