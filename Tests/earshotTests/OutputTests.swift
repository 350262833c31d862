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
    let bundle = "'\(TinyBundle.url.path)'"
    for command in [
      "models", "models check", "models inspect \(bundle)", "doctor", "--help", "--version",
      "why a.wav --log log.sqlite --model \(bundle)", "decide --log log.sqlite --model \(bundle)",
      "spectrogram a.wav",
    ] {
      #expect(try shell("earshot \(command) \(output)").status == 4, "\(command)")
    }
  }

  @Test func `a reader that has enough is no failure`() throws {
    // So many events that a pipe does not hold their text: the program meets the closed end.
    try TestScene.busy(rate: 8000, seconds: 1800, seed: 8).wav()
      .write(to: folder.url.appending(path: "b.wav"))
    let survey = try shell("\(classify) b.wav --format ndjson | head -1; echo ${PIPESTATUS[0]}")
    #expect(survey.output.hasPrefix("{") && survey.output.hasSuffix("}\n141\n"))
    #expect(survey.errors.hasPrefix("2 recordings: 2 analysed.\n"))
    #expect(survey.errors.hasSuffix("Log: log.sqlite\n"))
    let events = try shell(
      "earshot events --log log.sqlite --format ndjson | head -1; echo ${PIPESTATUS[0]}")
    #expect(
      events.output.hasPrefix("{") && events.output.hasSuffix("}\n141\n") && events.errors.isEmpty,
      "\(events.errors)")
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
    #expect(
      result.status == 3 && result.errors.contains("folder: a folder is no event log"),
      "\(result.errors)")
  }

  @Test(arguments: [":memory:", "file:x", "file:x?mode=memory", "~root"])
  func `a log is a file, however it is called`(name: String) throws {
    #expect(try shell(classify.replacing("log.sqlite", with: "'\(name)'")).status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.path(name)))
    #expect(try shell("earshot events --log '\(name)'").output.contains("a.wav"))
  }

  @Test(arguments: ["events --log log.sqlite --format csv", "spectrogram a.wav"])
  func `a pipe, and a link to one, are written to, not replaced`(command: String) throws {
    #expect(try shell(classify).status == 0)
    let result = try shell(
      """
      mkfifo pipe; ln -s pipe link
      for output in pipe link; do
        cat pipe > got & earshot \(command) -o $output >/dev/null; wait
        [ -s got ] && [ -p pipe ] && [ -L link ] || echo broken
      done
      ln -s /proc/self/fd/1 out; earshot \(command) -o out | wc -c; [ -L out ] || echo broken
      """)
    #expect(!result.output.contains("broken"), "\(result.output) \(result.errors)")
    #expect(Int(result.output.filter(\.isNumber)) ?? 0 > 100)
  }

  @Test func `nothing is written over what is read, however it is spelt`() throws {
    #expect(try shell(classify).status == 0)
    let result = try shell(
      """
      ln a.wav b.wav; ln -s log.sqlite l; before=$(cat a.wav log.sqlite | sha256sum)
      for command in "events --log log.sqlite -o l" "spectrogram a.wav -o ./b.wav" \
        "spectrogram a.wav --events l -o log.sqlite" \
        "classify a.wav --log log.sqlite --model '\(TinyBundle.url.path)' --failed-list b.wav" \
        "classify a.wav --log l --model '\(TinyBundle.url.path)' --failed-list log.sqlite"
      do eval earshot $command 2>> refusals; echo $?; done
      [ "$before" = "$(cat a.wav log.sqlite | sha256sum)" ] || echo changed
      """)
    #expect(result.output == "2\n2\n2\n2\n2\n", "\(result.output)")
  }

  @Test func `a file keeps its rights, and names beside it stay`() throws {
    #expect(try shell(classify).status == 0)
    let result = try shell(
      """
      echo mine > e.csv.unfinished; touch e.csv; chmod 600 e.csv; umask 027
      earshot events --log log.sqlite --format csv -o e.csv
      earshot events --log log.sqlite --format csv -o new.csv
      stat -c %a e.csv new.csv; cat e.csv.unfinished; ls -A | grep -c earshot-
      """)
    #expect(result.output == "600\n640\nmine\n0\n")
  }

  @Test func `a named pipe in the place of a log or a recording is refused, not waited for`() throws
  {
    let result = try shell(
      """
      mkfifo pipe; \(classify) >/dev/null 2>&1
      for command in "events --log pipe" "why pipe --log log.sqlite" "classify pipe --log x" \
        "spectrogram pipe --events log.sqlite"
      do timeout 20 '\(Program.url.path)' $command >/dev/null 2>&1; echo $?; done
      """)
    #expect(!result.output.contains("124") && !result.output.contains("0\n"), "\(result.output)")
  }

  @Test func `lists may come from a pipe`() throws {
    let result = try shell(
      """
      \(classify.replacing(" a.wav", with: "")) --files <(echo a.wav) \
        --config <(echo 'channel: 1') --species-list <(echo Hum)
      """)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func `a name that begins with a tilde is a name`() throws {
    #expect(try shell(classify).status == 0)
    let result = try shell(
      "earshot events --log log.sqlite --format csv -o '~x'; ls | grep -cF '~x'; ls ~x 2>&1 | wc -l"
    )
    #expect(result.status == 0 && result.output == "1\n1\n", "\(result.output) \(result.errors)")
  }
}
