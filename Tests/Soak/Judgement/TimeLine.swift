/// What an input did, one thing after the other: gaps and streams, each of which ends where the next
/// begins.
///
/// Each table has its rows in the order of time, but no row says whether a gap or a stream came first;
/// instants do not tell either, for a clock that is set back passes them again. So the order is one in
/// which every end meets a beginning, to the microsecond.
struct TimeLine {
  private struct State: Hashable {
    var gaps: Int
    var streams: Int
    var isAfterGap: Bool
  }

  /// Why there is no such order; `nil` if there is one.
  let failure: String?
  let parts: Int

  init(of input: String, in log: SoakedLog) {
    let gaps = log.gaps.filter { $0.input == input }
    let streams = log.streams.filter { $0.input == input }
    parts = gaps.count + streams.count
    guard !gaps.isEmpty else {
      failure = "\(input): does not begin with a gap"
      return
    }
    guard gaps.last?.endedAt == nil else {
      failure = "\(input): does not end with a gap that is open"
      return
    }
    func end(_ state: State) -> Int64? {
      state.isAfterGap ? gaps[state.gaps - 1].endedAt : streams[state.streams - 1].endedAt
    }
    var open = [State(gaps: 1, streams: 0, isAfterGap: true)]
    var seen = Set(open)
    var farthest = open[0]
    while let state = open.popLast() {
      if state.gaps + state.streams > farthest.gaps + farthest.streams { farthest = state }
      if state.gaps + state.streams == parts {
        failure = nil
        return
      }
      guard let end = end(state) else { continue }
      var next: [State] = []
      if state.streams < streams.count, streams[state.streams].startedAt == end {
        next.append(State(gaps: state.gaps, streams: state.streams + 1, isAfterGap: false))
      }
      if state.gaps < gaps.count, gaps[state.gaps].startedAt == end {
        next.append(State(gaps: state.gaps + 1, streams: state.streams, isAfterGap: true))
      }
      open += next.filter { seen.insert($0).inserted }
    }
    let here =
      farthest.isAfterGap
      ? "gap \(gaps[farthest.gaps - 1].id), \(gaps[farthest.gaps - 1].cause),"
      : "stream \(streams[farthest.streams - 1].id)"
    func distance(_ begin: Int64?) -> String {
      guard let begin, let end = end(farthest) else { return "never" }
      return "\(begin - end) µs later"
    }
    let nextGap = farthest.gaps < gaps.count ? gaps[farthest.gaps] : nil
    let nextStream = farthest.streams < streams.count ? streams[farthest.streams] : nil
    failure =
      "\(input): where \(here) ends nothing begins: the next gap\(nextGap.map { ", \($0.id), \($0.cause)," } ?? "") begins "
      + "\(distance(nextGap?.startedAt)), the next stream\(nextStream.map { ", \($0.id)," } ?? "") "
      + distance(nextStream?.startedAt)
  }
}
