/// The name a user may have meant.
///
/// Distance counts inserted, deleted and replaced letters and exchanged neighbours (optimal string
/// alignment), whatever their case, and a candidate must agree in more than half of its letters.
///
/// Source: R. A. Wagner, R. Lowrance, *An extension of the string-to-string correction problem*,
/// JACM 22 (1975).
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.lowercased())
  var nearest: (name: String, distance: Int)?
  for candidate in candidates {
    let letters = Array(candidate.lowercased())
    let distance = editDistance(wanted, letters)
    guard distance * 2 < max(wanted.count, letters.count) else { continue }
    if nearest.map({ distance < $0.distance }) ?? true { nearest = (candidate, distance) }
  }
  return nearest?.name
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  // rows[i % 3][j] is the distance between a's first i and b's first j letters.
  var rows = [[Int]](repeating: Array(0...b.count), count: 3)
  for i in a.indices {
    rows[(i + 1) % 3][0] = i + 1
    for j in b.indices {
      let replaced = rows[i % 3][j] + (a[i] == b[j] ? 0 : 1)
      var distance = min(replaced, rows[i % 3][j + 1] + 1, rows[(i + 1) % 3][j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        distance = min(distance, rows[(i + 2) % 3][j - 1] + 1)
      }
      rows[(i + 1) % 3][j + 1] = distance
    }
  }
  return rows[a.count % 3][b.count]
}
