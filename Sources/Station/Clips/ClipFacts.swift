public import AudioIO
public import EventDetection
public import EventLog

/// What is known of a clip beside its sound.
public struct ClipFacts: Hashable, Sendable {
  /// Of the model's classes.
  public var classIndex: Int
  /// Of the event's class.
  public var taxon: Taxon
  /// The input's name in the settings.
  public var input: String
  /// From where the stream came: the device as the settings name it, or the pipe.
  public var device: String
  /// Where it was heard.
  public var deployment: Deployment?
  /// When its first sample sounded, microseconds since 1970 UTC.
  public var startedAt: Int64
  /// Minutes that local time was ahead of UTC then; `nil` if no time zone is known.
  public var utcOffsetMinutes: Int?
  /// Hz.
  public var sampleRate: Int
  /// The clip, in samples of the stream.
  public var range: SampleRange
  /// The event as far as it was known when the clip was cut, in samples of the stream; may end after the
  /// clip.
  public var event: SampleRange
  /// Highest score of the event's windows so far, 0…1.
  public var peakScore: Float
  /// Mean score of the event's windows so far, 0…1.
  public var meanScore: Float
  /// The name in the model's manifest.
  public var model: String
  /// The version in the model's manifest.
  public var modelVersion: String
  /// Sound that was lost, and is silence in the clip: samples of the stream.
  public var lost: [SampleRange] = []
  /// The stream's number in its input's journal.
  var stream = 0

  /// Takes everything as given.
  public init(
    classIndex: Int, taxon: Taxon, input: String, device: String, deployment: Deployment?,
    startedAt: Int64, utcOffsetMinutes: Int?, sampleRate: Int, range: SampleRange,
    event: SampleRange, peakScore: Float, meanScore: Float, model: String, modelVersion: String,
    lost: [SampleRange] = []
  ) {
    self.classIndex = classIndex
    self.taxon = taxon
    self.input = input
    self.device = device
    self.deployment = deployment
    self.startedAt = startedAt
    self.utcOffsetMinutes = utcOffsetMinutes
    self.sampleRate = sampleRate
    self.range = range
    self.event = event
    self.peakScore = peakScore
    self.meanScore = meanScore
    self.model = model
    self.modelVersion = modelVersion
    self.lost = lost
  }

  /// What its file is called, unless the name is taken.
  public var name: ClipName {
    ClipName(
      startedAt: startedAt, taxon: taxon.scientificName ?? taxon.commonName, input: input,
      score: peakScore)
  }
}

extension ClipFacts {
  /// What the file says of itself.
  /// - Parameter name: Of the file.
  public func guano(fileName name: String) -> GuanoText {
    var text = GuanoText()
    text["Timestamp"] = CivilTime(
      nearest: startedAt, utcOffsetMinutes: utcOffsetMinutes
    ).iso8601(fraction: 6)
    text["Length"] = seconds(range.count)
    text["Samplerate"] = String(sampleRate)
    if let latitude = deployment?.latitude, let longitude = deployment?.longitude {
      text["Loc Position"] = "\(degrees(latitude)) \(degrees(longitude))"
    }
    text["Make"] = "earshot"
    text["Model"] = "\(input)/\(device)"
    text["Original Filename"] = name
    text["Species Auto ID"] = taxon.scientificName ?? taxon.commonName
    text["Note"] = note
    text["earshot|Site"] = deployment?.site
    text["earshot|Input"] = input
    text["earshot|Device"] = device
    text["earshot|Common Name"] = taxon.commonName
    text["earshot|Peak Score"] = score(peakScore)
    text["earshot|Mean Score"] = score(meanScore)
    text["earshot|Classifier"] = "\(model) \(modelVersion)"
    text["earshot|Stream Samples"] = "\(range.start)-\(range.end)"
    text["earshot|Event Samples"] = "\(event.start)-\(event.end)"
    return text
  }

  /// For people: what, how sure, by what model, and where in the clip.
  private var note: String {
    let from = seconds(max(event.start - range.start, 0))
    let to = seconds(min(event.end, range.end) - range.start)
    var lines = [
      "\(taxon.commonName), score \(score(peakScore)), by \(model) \(modelVersion)",
      "heard from \(from) s to \(to) s",
    ]
    if event.end > range.end { lines.append("the clip ends before the event") }
    let missing = lost.reduce(0) { $0 + $1.count }
    if missing > 0 { lines.append("\(missing) samples were lost and are silence here") }
    return lines.joined(separator: "\n")
  }

  private func seconds(_ samples: Int64) -> String {
    decimal(Double(samples) / Double(sampleRate), places: 3)
  }

  private func score(_ score: Float) -> String { decimal(Double(score), places: 3) }

  private func degrees(_ value: Double) -> String { decimal(value, places: 6) }

  /// Without the trailing zeros of the fraction.
  private func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return "0" }
    let scale = (0..<places).reduce(1.0) { power, _ in power * 10 }
    let rounded = Int64((abs(value) * scale).rounded())
    let (whole, rest) = rounded.quotientAndRemainder(dividingBy: Int64(scale))
    var fraction = String(Int64(scale) + rest).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    let sign = value < 0 && rounded > 0 ? "-" : ""
    return sign + String(whole) + (fraction.isEmpty ? "" : "." + fraction)
  }
}
