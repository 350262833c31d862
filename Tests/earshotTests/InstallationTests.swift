import Foundation
import TestSupport
import Testing

/// What `make install` puts into a system, and what it leaves alone.
@Suite struct InstallationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ script: String, in place: URL = SharedData.repository) throws -> Program.Result
  {
    try Program.shell(
      "export DESTDIR='\(folder.url.path)'; install='scripts/install.sh'; \(script)", in: place)
  }

  private func installed(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.url.appending(path: path)), as: UTF8.self)
  }

  private var files: [String] {
    let all = FileManager.default.enumerator(atPath: folder.url.path)?.compactMap { $0 as? String }
    return (all ?? []).filter { path in
      var isFolder: ObjCBool = false
      let path = folder.path(path)
      return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  @Test func `an installed program finds the installed models, wherever it is started`() throws {
    let result = try run("$install install '\(Program.url.path)'")
    #expect(result.status == 0, "\(result.errors)")
    let models = try Program.shell(
      "EARSHOT_MODELS= usr/local/bin/earshot models; cd usr; EARSHOT_MODELS= local/bin/earshot models",
      in: folder.url)
    let lines = models.output.split(separator: "\n")
    for name in ["earshot-animals", "earshot-animals-free", "earshot-animals-tiny"] {
      let places = lines.filter { $0.hasPrefix(name + " ") }
      #expect(places.count == 2, "\(name)")
      #expect(places.allSatisfy { $0.hasSuffix("/usr/local/share/earshot/Models/" + name) })
    }
  }

  @Test func `unit, configuration, manual and completions are made for the place`() throws {
    let result = try run(
      "PREFIX=/opt/ear SYSCONFDIR=/opt/etc $install install '\(Program.url.path)'")
    #expect(result.status == 0, "\(result.errors)")
    let unit = try installed("opt/ear/lib/systemd/system/earshot.service")
    #expect(
      unit.contains(
        "\nExecStart=/opt/ear/bin/earshot listen --config /opt/etc/earshot/station.yaml\n"))
    #expect(!unit.contains("/usr/bin/earshot") && !unit.contains(" /etc/"))
    let configuration = try installed("opt/etc/earshot/station.yaml")
    #expect(configuration.contains("\nlog: /var/lib/earshot/earshot.sqlite\n"))
    #expect(configuration.contains("\n  file: /run/earshot/status.json\n"))
    #expect(try installed("opt/ear/share/bash-completion/completions/earshot").contains("listen"))
    #expect(
      try installed("opt/ear/share/zsh/site-functions/_earshot").hasPrefix("#compdef earshot"))
    #expect(
      try installed("opt/ear/share/fish/vendor_completions.d/earshot.fish").contains("complete"))
    let manual = try run(
      "gzip -dc '\(folder.path("opt/ear/share/man/man1/earshot.1.gz"))'"
    ).output
    #expect(
      manual.contains(".SS earshot classify\n") && manual.contains(".SS earshot models zoo\n"))
    #expect(manual.contains(".TP\n.B \\-\\-threshold <threshold>\nScore"))
  }

  @Test func `a configuration is never overwritten, and stays when the program goes`() throws {
    #expect(try run("$install install '\(Program.url.path)'").status == 0)
    let path = folder.path("etc/earshot/station.yaml")
    try Data("log: mine.sqlite\n".utf8).write(to: URL(filePath: path))
    let again = try run("$install install '\(Program.url.path)'")
    #expect(again.output == "\(path) is there already and stays as it is.\n")
    #expect(try installed("etc/earshot/station.yaml") == "log: mine.sqlite\n")
    #expect(try run("$install uninstall").status == 0)
    #expect(files == ["etc/earshot/station.yaml"])
  }

  @Test func `without the program nothing is installed, and what builds it is named`() throws {
    let result = try run("$install install nowhere/earshot")
    #expect(result.status == 2)
    #expect(
      result.errors
        == "nowhere/earshot is not there: `make static` builds it, as you and not as root.\n")
    #expect(files.isEmpty)
  }

  @Test(arguments: [
    ("log: a\n\nstatus:\n  # file: b\n", "log: /l\n\nstatus:\n  file: /s\n"),
    (
      "# log: a\n# log is a path.\nstatus:\n  file: b\nclips:\n  # file: c\n",
      "log: /l\n# log is a path.\nstatus:\n  file: /s\nclips:\n  # file: c\n"
    ),
  ])
  func `a preset sets a key that is documented, and nothing else`(text: String, result: String)
    throws
  {
    #expect(try preset(text).output == result)
  }

  @Test(arguments: [
    ("log: a\nclips:\n  file: b\n", "status.file stands there 0 times"),
    ("log: a\n# log: b\nstatus:\n  file: c\n", "log stands there 2 times"),
  ])
  func `a preset that finds not one place is refused`(text: String, reason: String) throws {
    let result = try preset(text)
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(result.errors.contains("\(reason), and must once."))
  }

  private func preset(_ text: String) throws -> Program.Result {
    let (configuration, presets) = (folder.path("station.yaml"), folder.path("presets"))
    try Data(text.utf8).write(to: URL(filePath: configuration))
    try Data("# Ours.\nlog /l\nstatus.file /s\n".utf8).write(to: URL(filePath: presets))
    return try run("scripts/preset.sh '\(configuration)' '\(presets)'")
  }
}
