import Testing

@testable import HeadTraining

@Suite struct TrainingNoteTests {
  @Test
  func
    `labels that are doubted come before what is left out, and both before what is merely short`()
  {
    let doubtful = TrainingNote.doubtful(
      clip: "a.wav", label: "Owl", score: 0.1, other: "Cat", otherScore: 0.9)
    let one = TrainingNote.oneRecording(names: ["Owl"], species: 2)
    let notes: [TrainingNote] = [
      .short(clip: "b.wav", seconds: 0.2), .silent(clip: "c.wav"), doubtful, one,
    ]
    #expect(TrainingNote.ranked(notes) == [one, doubtful, notes[1], notes[0]])
  }
}
