// The rows of an image that a window sees, in the form that the inner loops read, with the border that
// it imagines. Included once for each set, after its vectors.

// Windows of at most so many rows.
#define MOST_ROWS 64

// Columns of an imagined image that the window sees.
static int32_t seen_columns(const struct int8_layer *l) {
  return (l->output_width - 1) * l->stride_width + l->kernel_width;
}

// Values from one staged row to the next, and bytes of as many as the window has rows.
static size_t row_values(const struct int8_layer *l) {
  return ((size_t)seen_columns(l) * l->input_channels + 128 + 63) & ~(size_t)63;
}

static size_t ring_bytes(const struct int8_layer *l) {
  return row_values(l) * sizeof(staged) * l->kernel_height + 64;
}

// Stages row `y` of the imagined image, counted from its first imagined one.
static void stage_row(const struct int8_layer *l, const int8_t *input, int32_t y, staged *to) {
  const size_t channels = (size_t)l->input_channels;
  const int32_t columns = seen_columns(l), row = y - l->padding_top;
  if (row < 0 || row >= l->input_height) {
    stage_zero_points(to, columns * channels, l->input_zero_point);
    return;
  }
  const int32_t before = l->padding_left < columns ? l->padding_left : columns;
  int32_t inside = columns - before;
  if (inside > l->input_width) inside = l->input_width;
  stage_zero_points(to, before * channels, l->input_zero_point);
  stage(
      to + before * channels, input + (size_t)row * l->input_width * channels, inside * channels);
  stage_zero_points(
      to + (before + inside) * channels, (columns - before - inside) * channels,
      l->input_zero_point);
}

// Has the window's rows for output row `y` in the ring, of which `next` is the first row that is not
// there yet, and tells where each lies.
static void stage_window(
    const struct int8_layer *l, const int8_t *input, int32_t y, staged *ring, int32_t *next,
    const staged *row[MOST_ROWS]) {
  const int32_t top = y * l->stride_height, rows = l->kernel_height;
  const size_t values = row_values(l);
  if (*next < top) *next = top;
  for (; *next < top + rows; ++*next) {
    stage_row(l, input, *next, ring + values * (size_t)(*next % rows));
  }
  for (int32_t k = 0; k < rows; k++) row[k] = ring + values * (size_t)((top + k) % rows);
}
