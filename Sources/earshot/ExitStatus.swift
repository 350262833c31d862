import Actions
import ArgumentParser
import AudioCapture
import AudioFeatures
import AudioIO
import AudioValidation
import Configuration
import Embeddings
import EventDetection
import EventLog
import Foundation
import HeadTraining
import ImageValidation
import LabelledSound
import ModelZoo
import NumpyFormat
import Pictures
import QuantizedInference
import RecordingPictures
import SoundDegradation
import SpeciesClassifier
import Station
import Survey

/// How the program ends: one place gives every error its exit status and its words.
enum ExitStatus: Int32 {
  case done = 0
  /// Some inputs could not be analysed; they are named.
  case inputsFailed = 1
  /// Wrong usage, configuration or model.
  case usage = 2
  /// The event log cannot be used.
  case log = 3
  /// What was asked for could not be written.
  case output = 4
  /// A bug of earshot.
  case bug = 70
  /// Ended by the user; what was finished is in the log.
  case interrupted = 130
  /// Nobody reads what is written; the status that the shell gives whom the signal ends.
  case unwanted = 141

  /// Says what went wrong on standard error, and ends.
  static func leave(after error: any Error) -> Never {
    let parserCode = Earshot.exitCode(for: error)
    if parserCode.isSuccess {  // help or version was asked for
      do throws(OutputError) {
        try Terminal.print(Earshot.fullMessage(for: error).components(separatedBy: "\n"))
      } catch {
        leave(after: error)
      }
      exit(done.rawValue)
    }
    if error is ExitCode { exit(parserCode.rawValue) }
    if let error = error as? OutputError, error.isUnwanted { exit(unwanted.rawValue) }
    guard let status = status(of: error) else {
      if parserCode == .validationFailure {
        Terminal.complain(parserWords(error))
        exit(usage.rawValue)
      }
      Terminal.complain("earshot: this should not have happened, please report it: \(error)")
      exit(bug.rawValue)
    }
    Terminal.complain(error)
    exit(status.rawValue)
  }

  /// The parser's words, but for a list of all options that would fill a terminal: where they are told stands
  /// behind it.
  private static func parserWords(_ error: any Error) -> [String] {
    Earshot.fullMessage(for: error).components(separatedBy: "\n")
      .filter { !$0.hasPrefix("Usage: ") || $0.count <= 80 }
  }

  static func status(of error: any Error) -> ExitStatus? {
    switch error {
    case EventLogError.unknownSpecies, EventLogError.unknownSite,
      EventLogError.unknownInput, EventLogError.noClip,
      RecordingPictureError.excerpt,
      RecordingPictureError.notInLog:
      .usage
    case EmbeddingError.span, EmbeddingError.undecodable, EmbeddingError.silentQuery:
      .inputsFailed
    case is EmbeddingError: .usage
    case TrainingError.unwritable: .output
    case TrainingError.plots(let error): status(of: error)
    case is TrainingError: .usage
    case CaptureError.malformedDevice: .usage
    case is CaptureError: .inputsFailed
    case RecordingPictureError.log(let error): status(of: error)
    case let error as ImageValidationError: status(ofValidation: error)
    case LabelledSoundError.unreadable, LabelledSoundError.notText: .inputsFailed
    case is LabelledSoundError, is AudioValidationError: .usage
    case is DegradationError: .inputsFailed
    case is EventLogError, is LogClaimError: .log
    case is ClipPolicyError, is ActionError: .usage
    case is ConfigurationError, is DetectionError, is BundleError, is ModelError, is FrontEndError,
      is TopologyError, is UsageError:
      .usage
    case is OutputError, PictureError.unwritable, NumpyError.unwritable,
      DownloadError.unwritable:
      .output
    case RecordingPictureError.picture(let error): status(of: error)
    case is AudioError, is StatusError, is SurveyError, is NumpyError, is PictureError,
      is RecordingPictureError, is DownloadError:
      .inputsFailed
    default: nil
    }
  }
  private static func status(ofValidation error: ImageValidationError) -> ExitStatus {
    switch error {
    case .unreadable, .notAFile, .unknownFormat, .damaged, .tooLarge, .folderUnreadable, .linkLoop:
      .inputsFailed
    case .noClasses, .noImages, .classCount, .unknownClass, .classList, .repeatedClass,
      .unfitNetwork:
      .usage
    }
  }
}
