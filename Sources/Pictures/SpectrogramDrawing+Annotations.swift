extension SpectrogramDrawing {
  /// A frame round each span, as high as the spectrogram: a detection knows no frequencies. A
  /// span too narrow for a frame is a line, which hides less.
  borrowing func drawSpans() {
    for index in annotations.indices {
      let (frame, colour) = (frame(of: index), marks[index].onSpectrogram)
      if frame.width < 4 {
        canvas.fill(
          Rectangle(x: frame.x, y: frame.y, width: 1, height: frame.height), colour, opacity: 0.6)
      } else {
        canvas.frame(frame, colour, opacity: 0.9, line: 1)
      }
    }
  }

  /// Bars and texts above the spectrogram.
  borrowing func drawLanes() {
    for placed in lanes.placed {
      let bar = layout.bar(placed.bar, lane: placed.lane)
      let mark = marks[placed.annotation]
      canvas.fill(bar, mark.onPaper, corner: 3)
      var style = Self.labelStyle
      style.colour = placed.side == .inside ? Palette.paper : mark.onPaper
      canvas.write(
        texts[placed.annotation], style, x: layout.plot.x + placed.text.lowerBound,
        middle: bar.y + bar.height / 2)
    }
  }

  /// Where a span's frame stands: its sides on the pixels in which the span begins and ends.
  borrowing func frame(of index: Int) -> Rectangle {
    let plot = layout.plot
    let scale = Double(picture.size.scale)
    func pixel(_ seconds: Double) -> Double {
      let x = min(max(time.place(of: seconds), 0), 1) * plot.width
      return (x * scale).rounded() / scale
    }
    let from = min(pixel(annotations[index].startSeconds), plot.width - 1)
    let to = max(pixel(annotations[index].endSeconds), from + 1)
    return Rectangle(x: plot.x + from, y: plot.y, width: to - from, height: plot.height)
  }
}
