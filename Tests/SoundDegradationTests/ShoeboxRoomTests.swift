import Foundation
import SoundDegradation
import Testing

@Suite struct ShoeboxRoomTests {
  @Test func `the direct sound comes first and is as loud as it was`() {
    let response = ShoeboxRoom.threeMetres.response(sampleRate: 48_000)
    #expect(abs(ShoeboxRoom.threeMetres.distance - 3) < 0.01)
    // The floor's reflection comes some 4 ms later; before it there is silence.
    #expect(abs(response[0] - 1) < 1e-3)
    #expect(response[60..<100].allSatisfy { abs($0) < 1e-3 })
    #expect(response[1...].allSatisfy { abs($0) < 0.9 })
  }

  @Test(arguments: [1.0, 3, 10])
  func `a hall's microphone is as far away as asked for, and hears more of the hall the farther`(
    metres: Double
  ) {
    let hall = ShoeboxRoom.hall(distance: metres)
    #expect(abs(hall.distance - metres) < 1e-9)
    func tail(_ room: ShoeboxRoom) -> Float {
      room.response(sampleRate: 8000).dropFirst().reduce(0) { $0 + $1 * $1 }
    }
    // What all the walls send back is as loud everywhere; what comes directly falls with the square.
    let farther = tail(ShoeboxRoom.hall(distance: 1.5 * metres)) / tail(hall)
    #expect((1.7...2.8).contains(farther), "\(farther)")
  }

  /// Schroeder's backward integration, from −5 dB to −35 dB, doubled to 60 dB.
  @Test(arguments: [0.3, 0.4, 0.7])
  func `it decays by 60 dB in the time asked for`(seconds: Double) throws {
    var room = ShoeboxRoom.threeMetres
    room.reverberation = seconds
    let rate = 16_000
    let response = room.response(sampleRate: rate)
    var energy = [Double](repeating: 0, count: response.count + 1)
    for index in response.indices.reversed() {
      energy[index] = energy[index + 1] + Double(response[index]) * Double(response[index])
    }
    func time(_ decibels: Double) throws -> Double {
      let place = try #require(energy.firstIndex { 10 * log10($0 / energy[0]) < decibels })
      return Double(place) / Double(rate)
    }
    let measured = 2 * (try time(-35) - time(-5))
    #expect(abs(measured / seconds - 1) < 0.1, "\(measured)")
  }

  @Test func `sound through a room is the sum of its delayed copies`() throws {
    let room = ShoeboxRoom.threeMetres
    let rate = 8000
    let response = room.response(sampleRate: rate)
    let sound = (0..<500).map { Float(sin(Double($0) * 0.4)) }
    var degrader = Degrader(seed: 1)
    let heard = try degrader.apply(
      .reverberation(room), to: sound, sampleRate: rate, name: "a")
    for place in stride(from: 0, to: 500, by: 7) {
      var sum = 0.0
      for delay in 0...place where delay < response.count {
        sum += Double(response[delay]) * Double(sound[place - delay])
      }
      #expect(abs(Double(heard[place]) - sum) < 1e-4)
    }
  }
}
