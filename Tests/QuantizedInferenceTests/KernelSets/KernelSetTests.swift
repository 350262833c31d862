import CInt8Kernels
import TestSupport
import Testing

@testable import QuantizedInference

/// Every kernel set of this CPU, and of emulated ones, against the definition, layer by layer, with guards
/// around all that it reads and writes: odd shapes, tails, paddings, extreme values, every kind of
/// multiplier.
@Suite struct KernelSetTests {
  @Test func `the sets that this CPU has are known by name, the plain one last`() {
    let names = KernelSet.available.map(\.name)
    #expect(names.last == "plain" && Set(names).count == names.count)
    for set in KernelSet.available {
      #expect(KernelSet.named(set.name.uppercased()) == set)
    }
    #expect(KernelSet.named("abacus") == nil)
  }

  @Test func `the emulated CPUs choose the sets that they should`() throws {
    let names = try KernelServer.emulated.get().map(\.kernels.name)
    #expect(names == [] || names == ["neon", "neon-dot-product"])
  }

  @Test func `every set of this CPU is watched, and there is one`() throws {
    let names = try KernelServer.guarded.get().map(\.kernels.name)
    #expect(names == KernelSet.available.dropLast().map { $0.name + "-guarded" })
    #expect(!names.isEmpty, "this CPU has only the plain kernels: there is nothing to compare")
  }

  @Test func `convolutions give the definition's bytes and touch nothing else`() throws {
    var compared = 0
    for seed in 1...400 as ClosedRange<UInt64> {
      compared += try check(KernelCase(seed: seed, isDepthwise: false), seed: seed)
    }
    #expect(compared >= 390 * KernelSet.watchedVectors.count)
  }

  @Test func `depthwise convolutions give the definition's bytes and touch nothing else`() throws {
    var compared = 0
    for seed in 1001...1400 as ClosedRange<UInt64> {
      compared += try check(KernelCase(seed: seed, isDepthwise: true), seed: seed)
    }
    #expect(compared >= 390 * KernelSet.watchedVectors.count)
  }

  @Test func `every step from one result to the next lies at the sum that the definition tells`()
    throws
  {
    var (compared, pixels) = (0, 0)
    for seed in 2001...2060 as ClosedRange<UInt64> {
      let layer = KernelCase.staircase(seed: seed)
      compared += try check(layer, seed: seed)
      pixels += Int(layer.layer.output_width)
    }
    #expect(compared == 60 * KernelSet.watchedVectors.count)
    #expect(pixels > 200_000)
  }

  /// - Returns: How many sets computed the layer.
  private func check(_ layer: KernelCase, seed: UInt64) throws -> Int {
    let expected = layer.expected
    var compared = 0
    for set in KernelSet.watchedVectors {
      guard let output = layer.output(of: set) else { continue }
      compared += 1
      #expect(output.bytes == expected, "\(set), seed \(seed): \(layer.layer)")
      #expect(output.isGuarded, "\(set), seed \(seed): \(layer.layer) writes beside its memory")
    }
    return compared
  }

  @Test func `sums of any length give the definition's bytes, also over an input`() {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      func multiplier() -> Int32 { Int32.random(in: 1 << 30 ... .max, using: &random) }
      let least = random.integer(-128...0)
      let drawn = int8_addition(
        first_zero_point: Int32(random.zeroPoint()), second_zero_point: Int32(random.zeroPoint()),
        output_zero_point: Int32(random.zeroPoint()), first_multiplier: multiplier(),
        first_shift: Int32(random.integer(-6...(-1))), second_multiplier: 1 << 30,
        second_shift: Int32(random.integer(-1...0)), multiplier: multiplier(),
        shift: Int32(random.integer(-22...(-12))), lowest: Int32(least),
        highest: Int32(random.integer(least...127)), is_real: 0, first_scale: 0, second_scale: 0,
        offset: 0)
      let count = random.integer(1...300)
      let a = random.values(count).map { Int8($0) }
      let b = random.values(count).map { Int8($0) }
      let expected = zip(a, b).map { KernelCase.sum($0, $1, drawn) }
      for set in KernelSet.watchedVectors {
        guard let functions = unsafe set.functions else { continue }
        var sum = drawn
        #expect(unsafe functions.pointee.settle_addition(&sum) != 0, "seed \(seed)")
        var output = [Int8](repeating: 77, count: count + 64)
        let row = int8_rows(rows: 1, row: count, first_step: 0, second_step: 0)
        unsafe functions.pointee.add([sum], [row], a, b, &output)
        #expect(Array(output.prefix(count)) == expected, "seed \(seed)")
        #expect(output.dropFirst(count).allSatisfy { $0 == 77 }, "seed \(seed)")
        var same = a
        unsafe same.withUnsafeMutableBufferPointer {
          unsafe functions.pointee.add([sum], [row], $0.baseAddress, b, $0.baseAddress)
        }
        #expect(same == expected, "seed \(seed): over its first input")
      }
    }
  }

  @Test func `all sums of two bytes give the definition's bytes, whatever their scales`() throws {
    let bytes = (-128...127).map { Int8($0) }
    let first = bytes.flatMap { [Int8](repeating: $0, count: 256) }
    let second = bytes.flatMap { _ in bytes }
    for seed in 1...40 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let scales = (0..<3).map { _ in Double(random.integer(10...1000)) / 10_000 }
      let sum = try KernelCase.addition(scales: scales, random: &random)
      let expected = zip(first, second).map { KernelCase.sum($0, $1, sum) }
      for set in KernelSet.watchedVectors {
        guard let functions = unsafe set.functions else { continue }
        var settled = sum
        #expect(unsafe functions.pointee.settle_addition(&settled) != 0, "seed \(seed)")
        var output = [Int8](repeating: 77, count: first.count)
        let row = int8_rows(rows: 1, row: first.count, first_step: 0, second_step: 0)
        unsafe functions.pointee.add([settled], [row], first, second, &output)
        #expect(output == expected, "\(set), seed \(seed)")
      }
    }
  }
}
