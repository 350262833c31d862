import Station

extension ClipPolicy {
  /// One of a test that looks at a part of it.
  static func sample(
    before: Double = 3, after: Double = 3, longest: Double = 60, only: [String] = [],
    except: [String] = [], voices: Voices = .drop(threshold: 0.1, margin: 1)
  ) -> ClipPolicy {
    ClipPolicy(
      before: before, after: after, longest: longest, only: only, except: except, voices: voices)
  }
}
