import Foundation
import TestSupport
import Testing

/// `earshot listen` on a pipe, as people use it.
@Suite(.timeLimit(.minutes(2))) struct ListenTests {
  private let folder: TemporaryFolder
  private let model = "--model \(TinyBundle.url.path)"

  init() throws { folder = try TemporaryFolder() }

  private func columns(_ log: String) throws -> [String] {
    let result = try Program.shell(
      "earshot events --log \(log) --format csv", in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let head = try #require(lines.first).map(String.init)
    let wanted = ["common_name", "start_seconds", "end_seconds", "peak"].compactMap {
      head.firstIndex(of: $0)
    }
    #expect(wanted.count == 4)
    return lines.dropFirst().map { line in wanted.map { String(line[$0]) }.joined(separator: " ") }
      .sorted()
  }

  @Test func `a WAV file through a pipe gives the events that classify gives`() throws {
    let scene = TestScene.busy(rate: 22_050, seconds: 40, seed: 5)
    try scene.wav().write(to: folder.url.appending(path: "20250607_031000.wav"))
    let listened = try Program.shell(
      "earshot listen --input - \(model) --log live.sqlite < 20250607_031000.wav", in: folder.url)
    #expect(listened.status == 0)
    #expect(listened.errors.contains("microphone: listening to -, 22050 Hz, S16, 1 channel"))
    #expect(listened.errors.hasSuffix("microphone: the pipe has ended\n"))
    let classified = try Program.shell(
      "earshot classify 20250607_031000.wav \(model) --log file.sqlite", in: folder.url)
    #expect(classified.status == 0)
    let events = try columns("live.sqlite")
    #expect(try events == columns("file.sqlite") && events.count > 3)
  }

  @Test func `raw samples are what the options say`() throws {
    let scene = TestScene.busy(rate: 16_000, seconds: 12, seed: 2)
    var raw = Data()
    for sample in scene.samples() {
      // Two channels of 32 bits; the second is heard.
      raw += [
        0, 0, 0, 0, 0, 0, UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8),
      ]
    }
    try raw.write(to: folder.url.appending(path: "sound.raw"))
    try scene.wav().write(to: folder.url.appending(path: "20250607_031000.wav"))
    let listened = try Program.shell(
      """
      cat sound.raw | earshot listen --input - --rate 16000 --format s32 --channels 2 --channel 2 \
        \(model) --log live.sqlite --name pond
      earshot classify 20250607_031000.wav \(model) --log file.sqlite
      """, in: folder.url)
    #expect(listened.errors.contains("pond: listening to -, 16000 Hz, S32, 2 channels"))
    let events = try columns("live.sqlite")
    #expect(try events == columns("file.sqlite") && !events.isEmpty)
  }

  @Test func `told to stop, it ends with everything in the log`() throws {
    let scene = TestScene.busy(rate: 16_000, seconds: 20, seed: 3)
    try scene.wav().write(to: folder.url.appending(path: "sound.wav"))
    let result = try Program.shell(
      """
      mkfifo pipe
      '\(Program.url.path)' listen --input - \(model) --log live.sqlite < pipe & pid=$!
      exec 3> pipe
      cat sound.wav >&3
      for i in $(seq 200); do
        [ "$(earshot events --log live.sqlite --format csv 2>/dev/null | wc -l)" -gt 1 ] && break; sleep 0.05
      done
      kill -TERM $pid
      wait $pid; echo ended $?
      """, in: folder.url)
    #expect(result.output == "ended 0\n")
    #expect(result.errors.hasSuffix("microphone: stopped\n"))
    #expect(try !columns("live.sqlite").isEmpty)
  }

  @Test(arguments: [
    ("--rate 5", "--rate must be from 1000 to 1000000 Hz, not 5."),
    ("--channels 0", "--channels must be from 1 to 64, not 0."),
    ("--format S8", "--format S8: give S16, S24_3LE, S24, S32, FLOAT."),
    ("--channel 2", "--channel 2: the input has 1; say --channels 2 or more."),
    ("--channel each", "--channel each: `listen` hears one channel: give its number, or mix."),
    ("--input usb:12", "usb:12: is no device: usb: is followed by vendor:product"),
  ])
  func `what cannot be is refused before anything is opened`(options: String, message: String)
    throws
  {
    let result = try Program.shell(
      "earshot listen \(options) --log live.sqlite < /dev/null", in: folder.url)
    #expect(result.status == 2)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("live.sqlite")))
  }

  @Test func `a header that breaks off is an error with its reason`() throws {
    let result = try Program.shell(
      "printf 'RIFF....WAVEfmt ' | earshot listen --input - \(model) --log live.sqlite",
      in: folder.url)
    #expect(result.status == 1)
    #expect(result.errors.contains("-: stopped: its WAV header breaks off."))
  }

  @Test func `standard input that is closed is an error, not a pipe's end`() throws {
    let result = try Program.shell(
      "earshot listen --input - \(model) --log live.sqlite <&-", in: folder.url)
    #expect(result.status == 1)
    #expect(result.errors.hasSuffix("-: stopped: Bad file descriptor.\n"), "\(result.errors)")
  }

  @Test func `of a device that is not there one line is told, and ALSA says nothing of its own`()
    throws
  {
    // Other tests of this process may have given ALSA a configuration of their own.
    let result = try Program.shell(
      "unset ALSA_CONFIG_PATH; earshot doctor audio hw:31", in: folder.url)
    #expect(result.status == 2)
    #expect(
      result.errors == """
        earshot: hw:31: cannot be opened: No such file or directory; `earshot doctor audio` lists the \
        devices that are here.

        """)
  }

  @Test func `devices that are asked for by name are told or missed`() throws {
    let result = try Program.shell("earshot doctor audio usb:1234:5678", in: folder.url)
    #expect(result.status == 2)
    #expect(result.errors.contains("usb:1234:5678: is not attached."))
  }
}
