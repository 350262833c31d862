/// How far the sound of a file goes, and how far it should.
struct SoundEnd {
  /// Frames that can be read.
  let readable: Int64
  /// Frames the header promises, never fewer than `readable`; `nil` where it promises nothing.
  let promised: Int64?
  let ending: SoundFile.Ending

  init(readable: Int64, promised: Int64?) {
    self.init(
      readable: readable, promised: promised.map { max($0, readable) },
      ending: readable < promised ?? 0 ? .truncated : .complete)
  }

  private init(readable: Int64, promised: Int64?, ending: SoundFile.Ending) {
    self.readable = readable
    self.promised = promised
    self.ending = ending
  }

  /// - Parameter decoder: Frames libsndfile counts, if it can.
  init(_ pages: OggPages, sampleRate: Int, decoder: Int64?) {
    if !pages.isCut, !pages.isDamaged, let decoder {
      self.init(readable: decoder, promised: decoder)
      return
    }
    let ratio = RateRatio(from: pages.granuleRate ?? sampleRate, to: sampleRate)
    self.init(
      readable: ratio.floorOutput(ofInput: pages.whole),
      promised: pages.isDamaged ? ratio.floorOutput(ofInput: pages.promised) : nil,
      ending: pages.isDamaged
        ? .undecodable(reason: "a page of the Ogg stream is damaged") : .truncated)
  }
}

/// Finds the end of sound whose length the size of the file does not tell, by decoding at its end.
struct EndSearch {
  let location: SoundLocation
  let file: ReadableFile

  /// MP3 files without a Xing header give their length by estimate, good to a frame or two.
  private static let mpegTolerance: Int64 = 2 * 1152

  /// - Parameter promised: Frames, as the header says, if it does.
  func end(promised: Int64?) throws(AudioError) -> SoundEnd {
    guard let promised else {
      return SoundEnd(readable: try bisected(), promised: nil)
    }
    let nearEnd = max(promised - 2 * Self.mpegTolerance, 0)
    if let found = try framesReached(from: nearEnd), found >= promised {
      return SoundEnd(readable: promised, promised: promised)
    }
    let found = try bisected()
    let format = try location.open(file).format
    // FLAC of some Frontier Labs firmware says exactly twice its length (FL010).
    let isOverstated =
      format.container == .flac && promised == 2 * found
      || format.container == .mpeg && promised - found < Self.mpegTolerance
    return SoundEnd(readable: found, promised: isOverstated ? found : promised)
  }

  /// The end, found by jumping: twice as far each time, then between the last hit and the first
  /// miss. Each jump has a decoder of its own, since a failed one does not recover.
  private func bisected() throws(AudioError) -> Int64 {
    let step: Int64 = 1 << 16
    var hit: Int64 = 0
    var miss = step
    while try framesReached(from: miss, atMost: 1) != nil, miss < .max / 2 {
      (hit, miss) = (miss, miss * 2)
    }
    while miss - hit > step {
      let middle = hit + (miss - hit) / 2
      if try framesReached(from: middle, atMost: 1) != nil { hit = middle } else { miss = middle }
    }
    return try framesReached(from: hit) ?? 0
  }

  /// Decodes from `frame` on, to the end or `limit` frames.
  /// - Returns: The frame reached; `nil` if there is none to be had at `frame`.
  private func framesReached(from frame: Int64, atMost limit: Int = .max) throws(AudioError)
    -> Int64?
  {
    var decoder = try location.open(file)
    guard frame == 0 || decoder.seek(toFrame: frame) else { return nil }
    var samples = [Float](repeating: 0, count: ChannelReader.largestBlock)
    let fit = min(samples.count / decoder.channels, limit)
    var reached = frame
    while true {
      var block = samples.mutableSpan
      let count = decoder.read(into: &block, fromFrame: 0, frames: fit)
      if let failure = decoder.input.failure { throw failure }
      reached += Int64(count)
      if count < fit || fit == limit { break }
    }
    return reached > frame ? reached : nil
  }
}
