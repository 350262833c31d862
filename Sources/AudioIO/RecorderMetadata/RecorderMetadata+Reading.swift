import CSndFile
public import Foundation

extension RecorderMetadata {
  /// Reads all that an open recording says of itself.
  /// - Parameter timeZone: The site's, for recorders that write local time without an offset. Where
  ///   none is given, such times are taken for UTC, and ``RecordingStart/zone`` says so.
  /// - Throws: ``AudioError/unreadable(path:reason:)``.
  public static func read(
    from file: borrowing SoundFile, timeZone: TimeZone?
  ) throws(AudioError) -> RecorderMetadata {
    var sources = try headerFacts(file.bytes)
    if sources.isEmpty {
      var tags = RecorderTags()
      tags.comment = file.text(SF_STR_COMMENT)
      tags.artist = file.text(SF_STR_ARTIST)
      sources = [tags.facts]
    }
    sources.append(RecordingName(lastComponent(of: file.path)).facts)
    var metadata = RecorderMetadata(sources, timeZone: timeZone)
    if metadata.start == nil {
      let duration = RateRatio(from: file.sampleRate, to: 1_000_000)
        .floorOutput(ofInput: file.frames)
      metadata.start = RecordingStart(
        utcMicroseconds: file.modified - duration, utcOffsetMinutes: nil,
        source: .modificationTime, zone: .assumed)
    }
    return metadata
  }

  /// Opens the recording at `path` and reads what it says of itself.
  /// - Throws: What ``SoundFile/init(path:)`` throws.
  public static func read(path: String, timeZone: TimeZone?) throws(AudioError)
    -> RecorderMetadata
  {
    try read(from: SoundFile(path: path), timeZone: timeZone)
  }

  /// Reads the header of a RIFF, RF64, Wave64 or FLAC file that lies in memory, and its name. Any
  /// bytes will do: what is no header says nothing.
  public static func parse(header: [UInt8], fileName: String, timeZone: TimeZone?)
    -> RecorderMetadata
  {
    let name = RecordingName(lastComponent(of: fileName)).facts
    do throws(AudioError) {
      return RecorderMetadata(
        try headerFacts(.memory(header)) + [name], timeZone: timeZone)
    } catch {
      preconditionFailure("bytes in memory cannot fail to be read: \(error)")
    }
  }

  /// What the chunks and blocks of a header say, in order of trust; none if it has none.
  private static func headerFacts(_ source: ByteSource) throws(AudioError) -> [RecorderFacts] {
    var chunks: [(id: FourCharacterCode, content: [UInt8])] = []
    var comments: [UInt8]?
    if let list = try ChunkList(source) {
      for chunk in list.chunks where ["guan", "wamd", "LIST", "list"].contains(chunk.id) {
        let size = Int(min(chunk.size, Int64(HeaderLimits.chunk)))
        chunks.append((chunk.id, try source.bytes(at: chunk.start, count: size)))
      }
    } else if let blocks = try FlacBlocks(source) {
      chunks = blocks.riffChunks
      comments = blocks.vorbisComment
    } else {
      return []
    }
    func facts(_ id: FourCharacterCode, _ make: ([UInt8]) -> RecorderFacts) -> [RecorderFacts] {
      chunks.filter { $0.id == id }.map { make($0.content) }
    }
    return facts("guan") { Guano($0).facts } + facts("wamd") { Wamd($0).facts }
      + facts("LIST") { RecorderTags(infoList: $0).facts }
      + facts("list") { RecorderTags(infoList: $0).facts }
      + (comments.map { [RecorderTags(vorbisComment: $0).facts] } ?? [])
  }

  private static func lastComponent(of path: String) -> String {
    path.split(separator: "/").last.map { String($0) } ?? path
  }
}
