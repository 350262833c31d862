import SeededRandom
import Testing

@Suite struct SeededGeneratorTests {
  @Test func `a seed gives the published numbers`() {
    // The first outputs of SplitMix64 from 1234567, as the authors' and Rosetta Code's programs print.
    var generator = SeededGenerator(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func `the numbers for two purposes are different and repeatable`() {
    let firsts = (0..<200).map { SeededGenerator(seed: 7, "clip \($0)") }.map {
      var copy = $0
      return copy.next()
    }
    #expect(Set(firsts).count == 200)
    var again = SeededGenerator(seed: 7, "clip 11")
    #expect(again.next() == firsts[11])
  }

  @Test(arguments: [1, 2, 3, 7, 1000])
  func `indices lie below their bound and are even`(bound: Int) {
    var generator = SeededGenerator(seed: 3)
    var counts = [Int](repeating: 0, count: bound)
    let draws = 2000 * bound
    for _ in 0..<draws { counts[generator.index(below: bound)] += 1 }
    // Six standard deviations of a binomial.
    let deviation = (2000.0 * (1 - 1 / Double(bound))).squareRoot()
    #expect(counts.allSatisfy { abs(Double($0) - 2000) <= 6 * deviation })
  }

  @Test func `numbers between two bounds lie there, and are even`() {
    var generator = SeededGenerator(seed: 4)
    let values = (0..<10_000).map { _ in generator.uniform(in: -2...3) }
    #expect(values.allSatisfy { (-2...3).contains($0) })
    #expect(abs(values.reduce(0, +) / 10_000 - 0.5) < 0.1)
    #expect(values.contains { $0 < -1.9 } && values.contains { $0 > 2.9 })
  }

  @Test func `normal numbers have mean 0, variance 1 and the tails of a normal`() {
    var generator = SeededGenerator(seed: 5)
    let values = (0..<200_000).map { _ in generator.normal() }
    let mean = values.reduce(0, +) / 200_000
    let variance = values.reduce(0) { $0 + $1 * $1 } / 200_000
    #expect(abs(mean) < 0.012 && abs(variance - 1) < 0.02)
    let beyondTwo = Double(values.count { abs($0) > 2 }) / 200_000
    #expect(abs(beyondTwo - 0.0455) < 0.002)
  }

  @Test func `a permutation has each number once`() {
    var generator = SeededGenerator(seed: 9)
    for count in 0..<40 { #expect(generator.permutation(of: count).sorted() == Array(0..<count)) }
    #expect(generator.permutation(of: 40) != Array(0..<40))
  }
}
