import Foundation
import NumpyFormat
import QuantizedInference
import SpeciesClassifier
import TestSupport
import Testing

@testable import earshot

/// What becomes of a command whose output nobody can, or wants to, have; and of names that are more
/// than text.
@Suite struct OutputTests {
  let folder: TemporaryFolder
  private let classify = "earshot classify a.wav --log log.sqlite --model '\(TinyBundle.url.path)'"

  init() throws {
    folder = try TemporaryFolder()
    try TestScene.busy(seconds: 12, seed: 3).wav().write(to: folder.url.appending(path: "a.wav"))
  }

  private func shell(_ script: String) throws -> Program.Result {
    try Program.shell(script, in: folder.url)
  }

  @Test(arguments: ["> /dev/full", ">&-"])
  func `output that cannot be written is an error, and the survey's work is in the log`(
    output: String
  ) throws {
    let result = try shell("\(classify) \(output)")
    #expect(result.status == 4, "\(result.errors)")
    #expect(result.errors.contains("earshot: standard output: cannot be written: "))
    #expect(result.errors.contains("1 recording: 1 analysed."))
    let events = try shell("earshot events --log log.sqlite")
    #expect(events.status == 0 && events.output.contains("a.wav"))
    for command in ["events", "events --counts", "events --format csv"] {
      #expect(try shell("earshot \(command) --log log.sqlite \(output)").status == 4)
    }
    #expect(try shell("earshot models \(output)").status == 4)
    #expect(try shell("earshot --help \(output)").status == 4)
  }

  @Test func `a reader that has enough is no failure`() throws {
    #expect(try shell(classify).status == 0)
    // More than a pipe holds, so that the program meets the closed end.
    let result = try shell(
      """
      for i in $(seq 400); do cp a.wav "$(printf '%0200d' $i).wav"; echo x >> \
      "$(printf '%0200d' $i).wav"; done
      set -o pipefail
      earshot events --log log.sqlite --format csv | head -n 1
      """)
    #expect(result.output.hasPrefix("event,") && result.errors.isEmpty)
    #expect(result.status == 0 || result.status == 141)
    let help = try shell("earshot help classify | true; echo ${PIPESTATUS[0]}")
    #expect(help.errors.isEmpty && ["0\n", "141\n"].contains(help.output))
  }

  @Test(arguments: ["2>/dev/full", "2>&-", "2> >(true)"])
  func `a survey goes on when nobody hears what it says`(errors: String) throws {
    try Data("no sound".utf8).write(to: folder.url.appending(path: "b.wav"))
    let result = try shell("\(classify) b.wav \(errors)")
    #expect(result.status == 1 && result.output.contains("a.wav"))
  }

  @Test func `names are shown, and order a terminal nothing`() throws {
    let name = "bell\u{7}\u{1B}[31m\nline.wav"
    try Data("no sound".utf8).write(to: folder.url.appending(path: name))
    try FileManager.default.moveItem(
      at: folder.url.appending(path: "a.wav"),
      to: folder.url.appending(path: "tab\tand\u{9B}31m.wav"))
    let result = try shell(
      "earshot classify . --log log.sqlite --model '\(TinyBundle.url.path)' --failed-list failed")
    #expect(result.status == 1)
    #expect(result.errors.contains(#"bell\u{7}\u{1B}[31m\nline.wav: is not a sound file"#))
    #expect(result.output.contains(#"tab\tand\u{9B}31m.wav"#))
    let controls = (result.output + result.errors).unicodeScalars.filter {
      $0.value < 32 && $0 != "\n" || (0x7F..<0xA0).contains($0.value)
    }
    #expect(controls.isEmpty)

    // The list gives the name back.
    let again = try shell(
      "earshot classify --files failed --log log.sqlite --model '\(TinyBundle.url.path)'")
    #expect(again.status == 1 && again.errors.contains(#"\nline.wav: is not a sound file"#))
    #expect(again.errors.contains("1 recording: 0 analysed, 1 failed."))
  }

  @Test(arguments: [
    ("Mönch – 森.wav", "Mönch – 森.wav"), ("a\nb", #"a\nb"#), ("a\r\nb", #"a\r\nb"#),
    ("\u{202E}vaw.a", #"\u{202E}vaw.a"#), ("\u{7F}", #"\u{7F}"#), ("", ""),
  ])
  func `only what is not text is written out`(text: String, shown: String) {
    #expect(text.printable == shown)
  }

  @Test(arguments: [
    "earshot models run MODEL in.npy -o out.npy --tensors /dev/null/x",
    "earshot models run MODEL in.npy -o /dev/null/x/y.npy",
    "earshot features a.wav -o /dev/null/x --model BUNDLE",
    "earshot spectrogram a.wav -o /dev/null/x/y.png",
    "earshot events --log log.sqlite -o /dev/null/x/y.csv",
    "earshot classify a.wav --log log.sqlite --model BUNDLE --failed-list /dev/null/x/y",
  ])
  func `a place that cannot be written is named`(command: String) throws {
    #expect(try shell(classify).status == 0)
    let shape = try ModelBundle(path: TinyBundle.url.path).model.inputs[0].shape
    try NumpyArray([Int8](repeating: 0, count: shape.reduce(1, *)), shape: shape)
      .write(to: folder.path("in.npy"))
    let result = try shell(
      command.replacing("MODEL", with: "'\(TinyBundle.url.path)/model.tflite'")
        .replacing("BUNDLE", with: "'\(TinyBundle.url.path)'"))
    #expect(result.status == 4, "\(result.errors)")
    #expect(
      result.errors.contains("earshot: /dev/null/x") && result.errors.contains("cannot be written"))
  }

  @Test(arguments: ["classify a.wav --model BUNDLE", "events", "decide --model BUNDLE"])
  func `a log without a name, or in a folder's place, is refused`(command: String) throws {
    let command = command.replacing("BUNDLE", with: "'\(TinyBundle.url.path)'")
    let unnamed = try shell("earshot \(command) --log ''")
    #expect(unnamed.status == 3 && unnamed.errors.contains("its path is empty"))
    let result = try shell("mkdir folder; earshot \(command) --log folder")
    #expect(result.status == 3 && result.errors.contains("it is a folder"), "\(result.errors)")
  }

  @Test(arguments: [":memory:", "file:x", "file:x?mode=memory"])
  func `a log is a file, however it is called`(name: String) throws {
    #expect(try shell(classify.replacing("log.sqlite", with: "'\(name)'")).status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.path(name)))
    #expect(try shell("earshot events --log '\(name)'").output.contains("a.wav"))
  }
}
