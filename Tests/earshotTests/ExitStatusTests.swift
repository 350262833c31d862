import AudioFeatures
import AudioIO
import Configuration
import EventDetection
import EventLog
import Foundation
import ImageValidation
import NumpyFormat
import Pictures
import QuantizedInference
import RecordingPictures
import SpeciesClassifier
import Survey
import TestSupport
import Testing

@testable import earshot

@Suite struct ExitStatusTests {
  @Test(
    arguments: [
      (AudioError.missing(path: "a"), 1), (SurveyError.linkLoop(path: "a"), 1),
      (NumpyError.unreadable(path: "a", reason: "b"), 1),
      (PictureError.drawing(reason: "b"), 1), (RecordingPictureError.sound(.missing(path: "a")), 1),
      (RecordingPictureError.picture(.drawing(reason: "b")), 1),
      (RecordingPictureError.notInLog(path: "a", channel: 1, log: "b"), 2),
      (DetectionError.nothingLeft, 2), (BundleError.unreadable(path: "a", reason: "b"), 2),
      (ModelError.wrongInputCount(expected: 1, found: 2), 2), (FrontEndError.missingKey("a"), 2),
      (UsageError("a"), 2), (EventLogError.unknownSpecies(path: "a", name: "b", known: []), 2),
      (ImageValidationError.unknownFormat(path: "a"), 1),
      (ImageValidationError.noClasses(path: "a"), 2),
      (EventLogError.locked(path: "a"), 3), (RecordingPictureError.log(.locked(path: "a")), 3),
    ] as [(any Error, Int32)])
  func `every room's error has its exit status`(error: any Error, status: Int32) {
    #expect(ExitStatus.status(of: error)?.rawValue == status)
  }

  @Test func `an error that no room knows is a bug`() {
    #expect(ExitStatus.status(of: CocoaError(.fileNoSuchFile)) == nil)
  }

  @Test(
    arguments: [
      (["--version"], 0), (["--help"], 0), (["help", "classify"], 0), (["models", "--help"], 0),
      (["--no-such-option"], 2), (["no-such-command"], 2), (["spectrogram"], 2),
    ] as [([String], Int32)])
  func `help is no failure, wrong usage is 2`(arguments: [String], status: Int32) throws {
    let folder = try TemporaryFolder()
    let result = try Program.run(arguments, in: folder.url)
    #expect(result.status == status)
    #expect(result.output.isEmpty == (status != 0) && result.errors.isEmpty == (status == 0))
  }
}
