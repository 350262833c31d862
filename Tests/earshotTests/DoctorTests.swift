import Foundation
import QuantizedInference
import TestSupport
import Testing

@Suite struct DoctorTests {
  @Test func `the kernels in use are told, and another set can be asked for`() throws {
    let folder = try TemporaryFolder()
    let found = try Program.shell("unset EARSHOT_KERNELS; earshot doctor cpu", in: folder.url)
    #expect(found.status == 0)
    for set in KernelSet.available { #expect(found.output.contains("\n" + set.name)) }
    #expect(found.output.contains("\(KernelSet.available[0].name)"))
    let plain = try Program.shell(
      "EARSHOT_KERNELS=plain earshot doctor cpu | grep 'in use'", in: folder.url)
    #expect(plain.output.hasPrefix("plain"))
    let none = try Program.shell("EARSHOT_KERNELS=abacus earshot doctor cpu", in: folder.url)
    #expect(none.status == 2 && none.errors.contains("EARSHOT_KERNELS is abacus"))
  }

  @Test func `every kernel set gives the same events`() throws {
    let folder = try TemporaryFolder()
    try TestScene.busy(seconds: 12, seed: 3).wav().write(to: folder.url.appending(path: "a.wav"))
    let outputs = try KernelSet.available.map { set in
      try Program.shell(
        """
        EARSHOT_KERNELS=\(set.name) earshot classify a.wav --log \(set.name).sqlite \
        --model '\(TinyBundle.url.path)' --format csv
        """, in: folder.url
      ).output
    }
    #expect(Set(outputs).count == 1 && outputs[0].count > 300)
  }
}
