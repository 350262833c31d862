extension ChannelReader {
  /// The samples from where the reader stands, at once.
  /// - Parameter count: Which are wanted.
  /// - Returns: Fewer only where the sound ends before, or is damaged (``SoundFile/damage``).
  public mutating func samples(atMost count: Int) throws(AudioError) -> [Float] {
    var samples = [Float](repeating: 0, count: count)
    var found = 0
    while found < count {
      var whole = samples.mutableSpan
      var rest = whole._mutatingExtracting(found..<count)
      let got = try read(into: &rest)
      if got == 0 { break }
      found += got
    }
    samples.removeLast(count - found)
    return samples
  }
}
