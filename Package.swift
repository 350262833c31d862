// swift-tools-version: 6.2
import PackageDescription

// Continuous integration builds with WARNINGS_AS_ERRORS=1; a user's newer compiler, which may warn
// of more, still builds.
let strict = Context.environment["WARNINGS_AS_ERRORS"] == "1"

let swiftSettings: [SwiftSetting] =
  [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (strict ? [.treatAllWarnings(as: .error)] : [])

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(
  _ room: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
  resources: [Resource] = []
) -> Target {
  .testTarget(
    name: room + "Tests",
    dependencies: [.target(name: room), "TestSupport"] + dependencies, exclude: exclude,
    resources: resources, swiftSettings: swiftSettings)
}

let cSettings: [CSetting] =
  [.enableWarning("all"), .enableWarning("extra")]
  + (strict ? [.treatAllWarnings(as: .error)] : [])

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "earshot",
  products: [
    .executable(name: "earshot", targets: ["earshot"]),
    // The engine for a foreign process: `make bench` sets it beside its peers.
    .library(name: "EngineRunner", type: .dynamic, targets: ["EngineRunner"]),
    // A plugin that ALSA loads, for tests.
    .library(name: "SimulatedCard", type: .dynamic, targets: ["SimulatedCard"]),
    // Days of a station in minutes: `make soak`.
    .executable(name: "soak", targets: ["soak"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CSndFile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
    .systemLibrary(name: "CSoxr", pkgConfig: "soxr", providers: [.apt(["libsoxr-dev"])]),
    .systemLibrary(name: "CALSA", pkgConfig: "alsa", providers: [.apt(["libasound2-dev"])]),
    .systemLibrary(name: "CFFTW", pkgConfig: "fftw3f", providers: [.apt(["libfftw3-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg62-turbo-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),

    room("SystemFiles"),
    room("ContentDigest", ["CCrypto"]),
    room("NumpyFormat", ["SystemFiles", "CZlib"]),
    room("EventDetection"),
    room("ModelWriting", ["QuantizedInference"]),
    room("SeededRandom"),
    room("Evaluation", ["SeededRandom"]),
    room("ModelZoo", ["ContentDigest", "ModelWriting", "SystemFiles"]),
    room("Configuration", ["SystemFiles", yams]),
    room("AudioIO", ["CSndFile", "CSoxr"]),
    .target(name: "CLinux", cSettings: cSettings),
    room("Threading", ["CLinux"]),
    room("AudioCapture", ["AudioIO", "CALSA", "CLinux", "EventDetection", "Threading"]),
    room("AudioFeatures", ["CFFTW"]),
    room("SoundDegradation", ["AudioFeatures", "AudioIO", "CSndFile", "SeededRandom"]),
    .target(name: "CInt8Kernels", cSettings: cSettings),
    room("QuantizedInference", ["NumpyFormat", "SystemFiles", "CInt8Kernels"]),
    room(
      "SpeciesClassifier",
      ["AudioFeatures", "QuantizedInference", "EventDetection", "ContentDigest", "SystemFiles"]),
    room("EventLog", ["EventDetection", grdb]),
    room(
      "Survey",
      [
        "AudioIO", "AudioFeatures", "SpeciesClassifier", "EventDetection", "EventLog",
        "ContentDigest", "SystemFiles",
      ]),
    room(
      "LabelledSound", ["AudioIO", "ContentDigest", "EventDetection", "Survey", "SystemFiles"]),
    room(
      "Station",
      [
        "Actions", "AudioCapture", "AudioFeatures", "AudioIO", "CLinux", "Configuration",
        "ContentDigest", "EventDetection", "EventLog", "SpeciesClassifier", "Survey", "SystemFiles",
        "Threading",
      ]),
    room(
      "Actions",
      ["CLinux", "CMosquitto", "ContentDigest", "EventDetection", "SystemFiles", "Threading", grdb]),
    room("Pictures", ["CCairo", "SystemFiles"]),
    room(
      "RecordingPictures",
      [
        "AudioIO", "AudioFeatures", "EventDetection", "EventLog", "ContentDigest", "Pictures",
        "SystemFiles",
      ]),
    room(
      "Embeddings",
      [
        "AudioFeatures", "AudioIO", "EventDetection", "EventLog", "ModelWriting", "NumpyFormat",
        "QuantizedInference", "SpeciesClassifier", "Survey", "SystemFiles", "Threading",
      ]),
    room(
      "HeadTraining",
      [
        "AudioFeatures", "AudioIO", "Embeddings", "Evaluation", "EventDetection", "LabelledSound",
        "ModelWriting", "Pictures", "QuantizedInference", "SeededRandom", "SoundDegradation",
        "SpeciesClassifier", "SystemFiles", "Threading",
      ]),
    .target(name: "CImageDecoding", dependencies: ["CJPEG", "CPNG"], cSettings: cSettings),
    room(
      "ImageValidation", ["CImageDecoding", "QuantizedInference", "SystemFiles", "Threading"]),
    room(
      "AudioValidation",
      [
        "AudioFeatures", "AudioIO", "EventDetection", "Evaluation", "LabelledSound", "Pictures",
        "QuantizedInference", "SoundDegradation", "SpeciesClassifier", "Survey", "Threading",
      ]),
    .executableTarget(
      name: "earshot",
      dependencies: [
        "ContentDigest", "NumpyFormat", "Configuration", "AudioIO", "AudioFeatures",
        "QuantizedInference", "ModelZoo", "Actions", "AudioCapture", "Embeddings",
        "EventDetection", "SpeciesClassifier", "EventLog", "Survey", "Station", "Pictures",
        "RecordingPictures", "ImageValidation", "SystemFiles", "AudioValidation", "Evaluation",
        "HeadTraining", "LabelledSound", "SoundDegradation", arguments,
      ],
      swiftSettings: swiftSettings),

    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "AudioFeatures", "AudioIO", "ContentDigest", "EngineRunner", "QuantizedInference",
        "SpeciesClassifier", "Survey",
      ],
      path: "Benchmarks/Measures", swiftSettings: swiftSettings),
    .target(
      name: "EngineRunner", dependencies: ["QuantizedInference", "CMultiplyPeak"],
      path: "Benchmarks/EngineRunner", swiftSettings: swiftSettings),
    .target(name: "CMultiplyPeak", path: "Benchmarks/CMultiplyPeak", cSettings: cSettings),

    .target(
      name: "TestSupport", dependencies: ["AudioFeatures", "ContentDigest", grdb],
      path: "Tests/TestSupport",
      swiftSettings: swiftSettings),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter", cSettings: cSettings),
    .target(
      name: "SimulatedCard", dependencies: ["CALSA"], path: "Tests/SimulatedCard",
      cSettings: cSettings + [.define("PIC")]),
    .target(
      name: "RemoteKernels", dependencies: ["CInt8Kernels"], path: "Tests/RemoteKernels",
      exclude: ["server"], cSettings: cSettings),
    .executableTarget(
      name: "kernel-server", dependencies: ["CInt8Kernels"], path: "Tests/RemoteKernels/server",
      cSettings: cSettings),
    .executableTarget(
      name: "soak",
      dependencies: [
        "AudioCapture", "AudioIO", "EventDetection", "EventLog", "SimulatedCard",
        "SpeciesClassifier", "Station", "Survey", "TestSupport", arguments, grdb,
      ],
      path: "Tests/Soak", swiftSettings: swiftSettings),
    .executableTarget(
      name: "announcer", dependencies: ["Actions", "EventDetection"], path: "Tests/Announcer",
      swiftSettings: swiftSettings),
    tests("SystemFiles"),
    tests("ContentDigest"),
    tests("NumpyFormat"),
    tests("Threading"),
    tests("EventDetection"),
    tests("SeededRandom"),
    tests("Evaluation"),
    tests("Configuration"),
    tests("AudioIO", ["CSndFile"]),
    tests(
      "AudioCapture", ["AllocationCounter", "AudioIO", "EventDetection", "SimulatedCard"]),
    tests("SoundDegradation", ["AudioIO", "SeededRandom"]),
    tests("AudioFeatures", ["NumpyFormat", "AllocationCounter"]),
    tests(
      "QuantizedInference",
      [
        "NumpyFormat", "CInt8Kernels", "AllocationCounter", "ModelWriting", "ModelZoo",
        "RemoteKernels",
      ]),
    tests("ModelZoo", ["ContentDigest", "QuantizedInference"]),
    tests("SpeciesClassifier"),
    tests("EventLog", ["EventDetection", grdb]),
    tests(
      "Survey",
      ["SpeciesClassifier", "EventDetection", "EventLog", "AudioIO", "QuantizedInference"]),
    tests("LabelledSound", ["AudioIO", "EventDetection"]),
    tests(
      "AudioValidation",
      [
        "AudioIO", "Evaluation", "EventDetection", "LabelledSound", "SoundDegradation",
        "SpeciesClassifier", "Survey",
      ]),
    tests(
      "Station",
      [
        "AllocationCounter", "AudioCapture", "AudioIO", "Configuration", "EventDetection",
        "EventLog", "SpeciesClassifier", "Survey", "Threading", grdb,
      ], exclude: ["Golden"]),
    tests("Actions", ["CMosquitto", "EventDetection", "Threading", "announcer", grdb]),
    tests("soak", ["EventDetection", "EventLog", grdb]),
    tests("Pictures", ["CCairo"]),
    tests(
      "RecordingPictures",
      ["AudioIO", "AudioFeatures", "ContentDigest", "EventDetection", "EventLog", "Pictures"]),
    tests("ImageValidation", ["QuantizedInference"]),
    tests(
      "HeadTraining",
      [
        "AudioIO", "Embeddings", "Evaluation", "EventDetection", "LabelledSound", "ModelWriting",
        "Pictures", "QuantizedInference", "SeededRandom", "SpeciesClassifier",
      ]),
    tests(
      "earshot",
      [
        "AudioFeatures", "AudioIO", "AudioValidation", "Configuration", "Embeddings", "Evaluation",
        "EventDetection", "EventLog", "ImageValidation", "ModelWriting", "NumpyFormat", "Pictures",
        "QuantizedInference", "RecordingPictures", "SpeciesClassifier", "Survey", grdb,
      ]),
  ],
  swiftLanguageModes: [.v6]
)
