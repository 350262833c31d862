import AudioIO

/// What is done with a clip when its turn has come.
extension ClipWriter {
  enum State {
    case well
    case troubled(ClipTrouble, lost: Int)
  }

  func write(_ clip: Clip, _ state: inout State) {
    do throws(AudioError) {
      if let trouble = try obstacle(to: clip) {
        lose(clip, .suspended(trouble))
        note(trouble, &state)
        return
      }
      let (name, bytes) = try writeFile(clip)
      withShared {
        $0.counts.written += 1
        $0.counts.bytes += bytes
        $0.trouble = nil
      }
      if case .troubled(_, let lost) = state {
        state = .well
        report(.recovered(lost: lost))
      }
      report(.written(clip.facts, path: name.description, bytes: bytes))
    } catch {
      lose(clip, .failed(error))
      note(.failing(error), &state)
    }
  }

  /// Why the clip must not be written now.
  private func obstacle(to clip: Clip) throws(AudioError) -> ClipTrouble? {
    if let reason = withShared({ $0.suspension }) { return .asked(reason) }
    let free = try disk.freeBytes()
    guard free - Int64(clip.samples.bytes) < freeFloor else { return nil }
    return .lowSpace(free: free, floor: freeFloor)
  }

  private func writeFile(_ clip: Clip) throws(AudioError) -> (ClipName, Int64) {
    var name = clip.facts.name
    for _ in 1..<Self.mostCopies {
      do throws(AudioError) { return (name, try disk.write(clip, name)) } catch {
        // Two classes of one species, or inputs whose names differ only in what a file name cannot say.
        guard case .alreadyThere = error else { throw error }
        name = name.next
      }
    }
    return (name, try disk.write(clip, name))
  }

  private static let mostCopies = 100

  func lose(_ clip: Clip, _ loss: ClipLoss) {
    withShared { shared in
      switch loss {
      case .shed: shared.counts.shed += 1
      case .suspended: shared.counts.suspended += 1
      case .failed: shared.counts.failed += 1
      case .stopped: shared.counts.stopped += 1
      }
    }
    report(.notWritten(clip.facts, loss))
  }

  /// Tells of a trouble when it begins or becomes another.
  private func note(_ trouble: ClipTrouble, _ state: inout State) {
    withShared { $0.trouble = trouble }
    switch state {
    case .troubled(let current, let lost) where current.isLike(trouble):
      state = .troubled(current, lost: lost + 1)
    case .troubled(_, let lost):
      state = .troubled(trouble, lost: lost + 1)
      report(.troubled(trouble))
    case .well:
      state = .troubled(trouble, lost: 1)
      report(.troubled(trouble))
    }
  }
}
