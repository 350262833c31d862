public import Foundation
public import Testing

/// Reference data that is too large, or licensed too narrowly, to travel in the repository. It lies
/// in `shared/` beside the checkout; a test that needs it says so with
/// `@Test(.needsShared("models"))` and is skipped by name where it is absent.
public enum SharedData {
  /// The folder that holds this checkout.
  public static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// `path` below `shared/`, whether it exists or not.
  public static func url(_ path: String) -> URL {
    repository.deletingLastPathComponent().appending(path: "shared").appending(path: path)
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips the test, by name, where `shared/<path>` is absent.
  public static func needsShared(_ path: String) -> Self {
    .enabled(
      if: FileManager.default.fileExists(atPath: SharedData.url(path).path),
      "needs shared/\(path) beside the checkout")
  }
}
