/// Why a picture could not be made: what, where, and what to do about it.
public enum PictureError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The levels do not fill whole columns.
  case unevenColumns(levels: Int, bands: Int)
  /// There is nothing to draw: no column, or fewer than two bands.
  case empty(columns: Int, bands: Int)
  /// A band's frequency is not above the one before it, or is no positive number.
  case bandsNotRising(band: Int)
  /// A level is not a number.
  case notANumber(column: Int, band: Int)
  /// The times of columns make no axis: the start and the seconds a column.
  case timeAxis(start: Double, secondsPerColumn: Double)
  /// An annotation that ends before it begins, or has no such times.
  case annotation(label: String, startSeconds: Double, endSeconds: Double)
  /// A score that is not within 0…1.
  case score(label: String, score: Double)
  /// An instant or an offset that no calendar of four-digit years has.
  case clock(utcMicroseconds: Int64, utcOffsetMinutes: Int)
  /// The ends of the colour scale, dB, make no scale.
  case levelRange(lowest: Double, highest: Double)
  /// A size that would leave no room for the spectrogram, or that cairo cannot hold.
  case size(PictureSize)
  /// Not three bytes for each pixel, or a side longer than cairo draws.
  case photograph(width: Int, height: Int, bytes: Int)
  /// A frame with a coordinate that is no number.
  case box(label: String)
  /// There is no plot of what was given.
  case plot(reason: String)
  /// cairo refused.
  case drawing(reason: String)
  /// The file could not be written.
  case unwritable(path: String, reason: String)

  public var description: String {
    switch self {
    case .unevenColumns(let levels, let bands):
      "A spectrogram of \(levels) levels is not whole columns of \(bands) bands. Give one level "
        + "for each band of each column."
    case .empty(let columns, let bands):
      "A spectrogram of \(columns) columns and \(bands) bands cannot be drawn. Give at least one "
        + "column and two bands: a recording longer than one frame."
    case .bandsNotRising(let band):
      "Band \(band) of the spectrogram is not above the band before it. Give the bands' centre "
        + "frequencies in Hz, positive and rising."
    case .notANumber(let column, let band):
      "The level of band \(band) in column \(column) of the spectrogram is not a number. Give "
        + "decibels; silence may be minus infinity."
    case .timeAxis(let start, let secondsPerColumn):
      "Columns of \(secondsPerColumn) s from \(start) s make no time axis. Give a start and a "
        + "positive length, within a hundred years."
    case .annotation(let label, let start, let end):
      "The annotation \"\(label)\" lasts from \(start) s to \(end) s. Let it end no earlier than "
        + "it begins."
    case .score(let label, let score):
      "The annotation \"\(label)\" has the score \(score). Give a score from 0 to 1, or none."
    case .clock(let microseconds, let minutes):
      "A clock at \(microseconds) microseconds since 1970, \(minutes) minutes ahead of UTC, cannot "
        + "be shown. Give an instant of the years 1 to 9999 and an offset of at most a day."
    case .levelRange(let lowest, let highest):
      "A colour scale from \(lowest) dB to \(highest) dB cannot be drawn. Let it rise by at least "
        + "1 dB, within 10,000 dB of 0."
    case .size(let size):
      "A picture of \(size.width) by \(size.height) at scale \(size.scale) cannot be drawn. Choose "
        + "at least 320 by 240, a scale from 1 to 4, and no side over 16,384 pixels."
    case .photograph(let width, let height, let bytes):
      "A photograph of \(width) by \(height) pixels and \(bytes) bytes cannot be drawn. Give three "
        + "bytes a pixel and no side over \(BoxPicture.longestSide) pixels."
    case .box(let label):
      "The box \"\(label)\" has a coordinate that is no number. Give finite ones."
    case .plot(let reason):
      "The plot cannot be drawn: \(reason). Give each series finite values."
    case .drawing(let reason):
      "cairo could not draw the picture: \(reason). Choose a smaller picture."
    case .unwritable(let path, let reason):
      "\(path): cannot be written: \(reason). Check that the folder exists, that you may write "
        + "there and that the disk is not full."
    }
  }
}
