/// What a run is, for the controller, for the station and for who judges it.
struct SoakSettings: Codable, Hashable {
  /// An input, heard through a simulated card.
  struct Input: Codable, Hashable {
    var name: String
    /// Hz.
    var rate: Int
    /// USB product, four hexadecimal digits.
    var product: String

    static let vendor = "0d8c"
    var device: String { "usb:\(Self.vendor):\(product)" }

    static let all = [
      Input(name: "pond", rate: 16_000, product: "0014"),
      Input(name: "garden", rate: 24_000, product: "0015"),
    ]
  }

  var seed: UInt64
  /// Hours of sound.
  var hours: Double
  /// Times real time.
  var speed: Double
  var inputs: [Input]
  /// What is done to the station.
  var faults: Set<Fault.Kind>

  /// Real seconds that the run takes.
  var seconds: Double { hours * 3600 / speed }

  // What is a matter of the machine takes as many times the sound.

  /// Seconds of sound without a frame after which a device is given up: a second of work.
  var patience: Double { 1 * speed }
  /// Seconds of sound that can wait to be analysed: two of work.
  var backlogSeconds: Double { 2 * speed }
  /// Seconds of sound that a card's buffer holds: one and a half of work.
  var bufferSeconds: Double { 1.5 * speed }
  /// Seconds of sound of a card's period: ten milliseconds of work.
  var periodSeconds: Double { 0.01 * speed }
  /// Seconds of nothing but one value after which a device is opened anew: a second of work.
  var silencePatience: Double { 1 * speed }

  /// Share of the run after which nobody kills the station: memory is judged then.
  static let quietShare = 0.75
}
