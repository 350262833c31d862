import Foundation
import TestSupport
import Testing

@Suite struct SpectrogramTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try TestScene.busy(seconds: 12, seed: 4).wav().write(to: folder.url.appending(path: "a.wav"))
  }

  /// Width and height that a PNG file says.
  func size(_ name: String) throws -> [Int] {
    let bytes = Array(try Data(contentsOf: folder.url.appending(path: name)).prefix(24))
    #expect(bytes.prefix(8).elementsEqual([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    return [16, 20].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
  }

  @Test
  func `a recording becomes a picture beside it, with the log's events where they are asked for`()
    throws
  {
    let classified = try Program.run(
      ["classify", "a.wav", "--model", TinyBundle.url.path, "--log", "log.sqlite"], in: folder.url)
    #expect(classified.status == 0, "\(classified.errors)")
    let plain = try Program.run(["spectrogram", "a.wav"], in: folder.url)
    #expect(plain.status == 0 && plain.output == "a.png\n" && plain.errors.isEmpty)
    #expect(try size("a.png") == [2400, 1040])

    let options = ["--width", "400", "--height", "300", "--scale", "1"]
    let commands = [
      ["-o", "b.png"], ["-o", "c.png", "--events", "log.sqlite"], ["-o", "d.png", "--start", "3"],
      ["-o", "e.png", "--bands", "linear"],
    ]
    for command in commands {
      let drawn = try Program.run(["spectrogram", "a.wav"] + command + options, in: folder.url)
      #expect(drawn.status == 0, "\(drawn.errors)")
      #expect(try size(command[1]) == [400, 300])
    }
    let pictures = Set(
      try commands.map { try Data(contentsOf: folder.url.appending(path: $0[1])) })
    #expect(pictures.count == commands.count)
  }

  @Test(
    arguments: [
      (["none.wav"], 1, "earshot: none.wav: no such file."),
      (
        ["a.wav", "--events", "none.sqlite"], 3, "earshot: none.sqlite: there is no event log here."
      ),
      (
        ["a.wav", "--start", "12:00"], 2,
        "earshot: a.wav: there is no sound from 720.0 s to the end"
      ),
      (["a.wav", "--start", "5", "--end", "4"], 2, "Error: --end must be later than --start."),
      (
        ["a.wav", "--width", "100"], 2, "Error: A picture of 100 by 520 at scale 2 cannot be drawn."
      ),
      (["a.wav", "--channel", "2"], 1, "earshot: a.wav: has no channel"),
      (
        ["a.wav", "--channel", "0"], 2, "Error: The value '0' is invalid for '--channel"
      ),
      (
        ["a.wav", "-o", "a.wav"], 2,
        "earshot: the output a.wav is one of the inputs. Give another name."
      ),
      (
        ["a.wav", "-o", "a.jpg"], 2,
        "earshot: a.jpg: the picture is a PNG file. Give a name that ends in .png."
      ),
      (["a.wav", "-o", "."], 2, "earshot: .: is a folder. Name a file in it, which ends in .png."),
      (["a.wav", "-o", "no/a.png"], 4, "earshot: no/a.png: cannot be written: "),
      (["a.wav", "--time-zone", "Mars"], 2, "earshot: --time-zone Mars is not known."),
    ] as [([String], Int32, String)])
  func `what cannot be drawn is said, and nothing is written`(
    arguments: [String], status: Int32, message: String
  ) throws {
    let result = try Program.run(["spectrogram"] + arguments, in: folder.url)
    #expect(result.status == status && result.errors.hasPrefix(message), "\(result.errors)")
    #expect(result.output.isEmpty)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(left == ["a.wav"])
  }
}
