import Testing

@testable import Pictures

@Suite struct PictureErrorTests {
  private func failure(
    levels: [Float] = [0, 0], bands: [Double] = [100, 200], secondsPerColumn: Double = 1,
    startSeconds: Double = 0, clock: Clock? = nil, levelRange: ClosedRange<Double>? = nil,
    annotations: [Annotation] = [], size: PictureSize = PictureSize()
  ) -> String? {
    do throws(PictureError) {
      _ = try SpectrogramPicture(
        title: "", levels: levels, bands: bands, secondsPerColumn: secondsPerColumn,
        startSeconds: startSeconds, clock: clock, levelRange: levelRange,
        annotations: annotations, size: size)
      return nil
    } catch { return error.description }
  }

  @Test func `a picture of two bands and one column is none of these`() {
    #expect(failure() == nil)
  }

  @Test func `an impossible spectrogram is refused with its place`() {
    #expect(
      failure(levels: [0, 0, 0])
        == "A spectrogram of 3 levels is not whole columns of 2 bands. Give one level for each band of each column."
    )
    #expect(
      failure(levels: [])
        == "A spectrogram of 0 columns and 2 bands cannot be drawn. Give at least one column and two bands: a recording longer than one frame."
    )
    #expect(
      failure(bands: [200, 200])
        == "Band 1 of the spectrogram is not above the band before it. Give the bands' centre frequencies in Hz, positive and rising."
    )
    #expect(failure(bands: [0, 100])?.hasPrefix("Band 0 ") == true)
    #expect(failure(bands: [.nan, 100])?.hasPrefix("Band 0 ") == true)
    #expect(
      failure(levels: [0, 0, 0, .nan])
        == "The level of band 1 in column 1 of the spectrogram is not a number. Give decibels; silence may be minus infinity."
    )
  }

  @Test(arguments: [0, -1, .nan, .infinity, 1e300])
  func `columns without a length are refused`(seconds: Double) {
    #expect(
      failure(secondsPerColumn: seconds)
        == "Columns of \(seconds) s from 0.0 s make no time axis. Give a start and a positive length, within a hundred years."
    )
  }

  @Test func `an impossible annotation is refused by its label`() {
    #expect(
      failure(annotations: [Annotation(startSeconds: 2, endSeconds: 1, label: "wren")])
        == "The annotation \"wren\" lasts from 2.0 s to 1.0 s. Let it end no earlier than it begins."
    )
    #expect(
      failure(annotations: [Annotation(startSeconds: 0, endSeconds: 1, label: "wren", score: .nan)])
        == "The annotation \"wren\" has the score nan. Give a score from 0 to 1, or none."
    )
  }

  @Test func `an impossible clock is refused`() {
    #expect(
      failure(clock: Clock(utcMicroseconds: .max, utcOffsetMinutes: 60))
        == "A clock at 9223372036854775807 microseconds since 1970, 60 minutes ahead of UTC, cannot be shown. Give an instant of the years 1 to 9999 and an offset of at most a day."
    )
  }

  @Test(arguments: [-60 ... -60, -Double.infinity...0, 0...1e300])
  func `an impossible colour scale is refused`(range: ClosedRange<Double>) {
    #expect(
      failure(levelRange: range)
        == "A colour scale from \(range.lowerBound) dB to \(range.upperBound) dB cannot be drawn. Let it rise by at least 1 dB, within 10,000 dB of 0."
    )
  }

  @Test(arguments: [
    PictureSize(width: 100, height: 300), PictureSize(width: 400, height: 20),
    PictureSize(width: 400, height: 300, scale: 0), PictureSize(width: 9000, height: 300, scale: 2),
    PictureSize(width: .max, height: .max, scale: 2),
  ])
  func `an impossible size is refused`(size: PictureSize) {
    #expect(
      failure(size: size)
        == "A picture of \(size.width) by \(size.height) at scale \(size.scale) cannot be drawn. Choose at least 320 by 240, a scale from 1 to 4, and no side over 16,384 pixels."
    )
  }

  @Test func `drawing and writing fail with the reason`() {
    #expect(
      PictureError.drawing(reason: "out of memory").description
        == "cairo could not draw the picture: out of memory. Choose a smaller picture.")
    #expect(
      PictureError.unwritable(path: "a.png", reason: "No space left").description
        == "a.png: cannot be written: No space left. Check that the folder exists, that you may write there and that the disk is not full."
    )
  }
}
