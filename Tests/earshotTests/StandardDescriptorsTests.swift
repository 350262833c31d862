import Foundation
import TestSupport
import Testing

@Suite struct StandardDescriptorsTests {
  @Test(arguments: 0...2)
  func `a file that is opened never takes the number of a standard one that is closed`(
    descriptor: Int
  ) throws {
    let folder = try TemporaryFolder()
    // A pipe without a writer holds the program where it opens its list.
    let result = try Program.shell(
      """
      mkfifo list
      '\(Program.url.path)' classify --files list \(descriptor)>&- & program=$!
      exec 9>list
      readlink /proc/$program/fd/\(descriptor)
      exec 9>&-; wait
      """, in: folder.url)
    #expect(result.output.hasPrefix("/dev/null\n"), "\(result.output) \(result.errors)")
  }
}
