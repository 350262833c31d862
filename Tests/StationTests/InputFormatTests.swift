import AudioCapture
import Configuration
import Testing

@Suite struct InputFormatTests {
  @Test func `a configuration has a word for each coding of samples, and no other`() {
    #expect(InputFormat.allCases.map(\.rawValue) == SampleFormat.allCases.map(\.rawValue))
  }
}
