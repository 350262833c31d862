// The rows of an image that a window sees, in the form that the inner loops read, with the border that
// it imagines: a ring of as many as the window has rows. Included once for each set, after its vectors.

// Windows of at most so many rows.
#define MOST_ROWS 64

// Columns of an imagined image that the window sees.
static int32_t seen_columns(const struct int8_layer *l) {
  return (l->output_width - 1) * l->stride_width + l->kernel_width;
}

// Those of them that lie before the image.
static int32_t columns_before(const struct int8_layer *l) {
  const int32_t columns = seen_columns(l);
  return l->padding_left < columns ? l->padding_left : columns;
}

// Values from one staged row to the next: room for all that is seen, and for a whole row of the image.
static size_t row_values(const struct int8_layer *l) {
  const int32_t seen = seen_columns(l), whole = columns_before(l) + l->input_width;
  return ((size_t)(seen > whole ? seen : whole) * l->input_channels + 63) & ~(size_t)63;
}

// Behind the last row, vectors read on.
static size_t ring_bytes(const struct int8_layer *l) {
  return (row_values(l) * l->kernel_height + 128) * sizeof(staged);
}

// y % rows; for the usual heights without a division, which would be felt once a row.
INLINE uint32_t ring_place(int32_t y, int32_t rows) {
  switch (rows) {
    case 1: return 0;
    case 3: return (uint32_t)y % 3;
    case 5: return (uint32_t)y % 5;
    case 7: return (uint32_t)y % 7;
    default: return (uint32_t)y % (uint32_t)rows;
  }
}

// Where row `y` of the imagined image lies, counted from its first imagined one.
INLINE staged *ring_row(const struct int8_layer *l, void *ring, int32_t y) {
  return (staged *)ring + row_values(l) * ring_place(y, l->kernel_height);
}

// Brings a row into its form, between the columns that are imagined beside it.
INLINE void stage_row(const struct int8_layer *l, staged *to, const int8_t *from) {
  const size_t channels = (size_t)l->input_channels;
  const int32_t columns = seen_columns(l), before = columns_before(l);
  int32_t inside = columns - before;
  if (inside > l->input_width) inside = l->input_width;
  if (before > 0) stage_zero_points(to, before * channels, l->input_zero_point);
  stage(to + before * channels, from, inside * channels);
  if (columns > before + inside) {
    stage_zero_points(
        to + (before + inside) * channels, (columns - before - inside) * channels,
        l->input_zero_point);
  }
}

static int8_t *ring_slot(const struct int8_layer *l, void *ring, int32_t row) {
  const size_t count = (size_t)l->input_width * l->input_channels;
  staged *const to = ring_row(l, ring, row + l->padding_top);
  // Where a value takes more than a byte, at the end of its room: widened from the front, no byte is
  // overwritten before it is read.
  return (int8_t *)(to + (size_t)columns_before(l) * l->input_channels) +
         count * (sizeof(staged) - 1);
}

static void ring_take(const struct int8_layer *l, void *ring, int32_t row, const int8_t *from) {
  stage_row(l, ring_row(l, ring, row + l->padding_top), from);
}

// Has the rows that are imagined above and below the image, as far as output row `y` is the first that
// needs them, and tells where the window's rows lie.
static void ring_window(
    const struct int8_layer *l, void *ring, int32_t y, const staged *row[MOST_ROWS]) {
  const int32_t top = y * l->stride_height, rows = l->kernel_height;
  const int32_t bottom = l->padding_top + l->input_height;
  const size_t values = row_values(l);
  const int32_t first = (int32_t)ring_place(top, rows);
  const staged *at = (staged *)ring + values * (size_t)first;
  for (int32_t k = 0; k < rows; k++, at += values) {
    if (k == rows - first) at = ring;
    row[k] = at;
  }
  if (y > 0 && top + rows <= bottom) return;
  const int32_t before = y > 0 && l->stride_height < rows ? rows - l->stride_height : 0;
  for (int32_t k = before; k < rows; k++) {
    if (top + k < l->padding_top || top + k >= bottom) {
      stage_zero_points(
          (staged *)row[k], (size_t)seen_columns(l) * l->input_channels, l->input_zero_point);
    }
  }
}

// Takes those rows of an image that output row `y` is the first to need; `next` is the first that is not
// there yet.
static void ring_follow(
    const struct int8_layer *l, void *ring, int32_t y, const int8_t *input, int32_t *next) {
  const int32_t top = y * l->stride_height - l->padding_top, end = top + l->kernel_height;
  const size_t row = (size_t)l->input_width * l->input_channels;
  if (*next < top) *next = top;
  for (; *next < end && *next < l->input_height; ++*next) {
    ring_take(l, ring, *next, input + (size_t)*next * row);
  }
}
