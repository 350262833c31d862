// A depthwise convolution around its strips. Included once for each set, after its tiles.

// Whether there is a tile for the window: 3, 5 or 7 taps square, stride 1 or 2.
static int is_tiled(const struct int8_layer *l) {
  const int K = l->kernel_height, stride = l->stride_height;
  return l->kernel_width == K && l->stride_width == stride && (K == 3 || K == 5 || K == 7) &&
         (stride == 1 || stride == 2);
}

// With few channels and stride 1, so many neighbouring pixels fill one vector.
static int pixels_at_once(const struct int8_layer *l) {
  const int pixels = WIDEST / l->output_channels;
  return is_tiled(l) && l->stride_width == 1 && pixels > 1 && l->output_channels * pixels == WIDEST &&
                 l->output_width >= pixels
             ? pixels
             : 1;
}

static int32_t depthwise_places(const struct int8_layer *l) {
  const int32_t lanes = l->output_channels * pixels_at_once(l);
  int32_t places = 0;
  while (places < lanes) places += strip_width(lanes - places);
  return places;
}

// The taps in the order and the groups of TAPS in which the inner loop takes them: of a tile, the rows
// of one column after the other; else row by row.
static int32_t tap_groups(const struct int8_layer *l) {
  return is_tiled(l) ? l->kernel_width * ((l->kernel_height + TAPS - 1) / TAPS)
                     : (l->kernel_height * l->kernel_width + TAPS - 1) / TAPS;
}

// The tap at place j of a group, -1 for none.
static int32_t tap_at(const struct int8_layer *l, int32_t group, int32_t j) {
  if (!is_tiled(l)) {
    const int32_t tap = group * TAPS + j;
    return tap < l->kernel_height * l->kernel_width ? tap : -1;
  }
  const int32_t of_column = (l->kernel_height + TAPS - 1) / TAPS;
  const int32_t x = group / of_column, y = group % of_column * TAPS + j;
  return y < l->kernel_height ? y * l->kernel_width + x : -1;
}

static size_t depthwise_packed_bytes(const struct int8_layer *l) {
  if (l->input_channels != l->output_channels || l->kernel_height > MOST_ROWS) return 0;
  return packed_bytes(depthwise_places(l), tap_groups(l), TAPS, WEIGHT_BYTES);
}

static int depthwise_pack(
    const struct int8_layer *l, const int16_t *weights, const struct int8_channel *channels,
    void *packed) {
  const int32_t lanes = l->output_channels * pixels_at_once(l);
  const int32_t places = depthwise_places(l), groups = tap_groups(l);
  struct packing *const p = new_packing(places, groups * TAPS);
  if (!p) return 0;
  p->groups = groups;
  p->together = TAPS;
  p->taps = l->kernel_height * l->kernel_width;
  p->position = column_position;
  p->bytes = WEIGHT_BYTES;
  p->least = LEAST_WEIGHT;
  p->offset = STAGED_OFFSET;
  p->search = REAL_FORM_SEARCH;
  while (p->places < places) {
    const int width = strip_width(lanes - p->places);
    for (int i = 0; i < width; i++) {
      const int32_t lane = p->places + strip_channel(width, i);
      p->channel[p->places + i] = lane < lanes ? lane % l->output_channels : -1;
    }
    p->width[p->blocks++] = width;
    p->places += width;
  }
  for (int32_t i = 0; i < groups * TAPS; i++) p->tap[i] = tap_at(l, i / TAPS, i % TAPS);
  const int done = pack_window(l, weights, channels, p, packed);
  free(p);
  return done;
}

// One row of output pixels, `width` channels from `c` on.
static void convolve_row(
    const struct int8_layer *l, struct strip *s, int width, int32_t c, int8_t *output) {
  const int32_t rows = l->kernel_height, stride = l->stride_width;
  const int together = s->together, tiled = s->tiled;
  if (together > 1) {
    // The last vector may compute pixels of the one before it again.
    const int32_t whole = l->output_width / together, last = l->output_width - together;
    s->start = 0;
    s->output = output;
    convolve_widest(s, rows, WIDEST, whole);
    if (whole * together < l->output_width) {
      s->start = (size_t)last * l->input_channels;
      s->output = output + (size_t)last * l->output_channels;
      convolve_widest(s, rows, WIDEST, 1);
    }
    return;
  }
  const int32_t most = tiled ? MOST_STRIP : 1;
  const int32_t parts = (l->output_width + most - 1) / most;
  int32_t x = 0;
  for (int32_t part = 0; part < parts; part++) {
    const int32_t T = (l->output_width - x + parts - part - 1) / (parts - part);
    s->start = (size_t)x * stride * l->input_channels + c;
    s->output = output + (size_t)x * l->output_channels + c;
    if (tiled) {
      convolve_strip(s, width, rows, stride, T);
    } else {
      convolve_any(s, width, l->kernel_width, rows * l->kernel_width);
    }
    x += T;
  }
}

static struct strip depthwise_strip(const struct int8_layer *l, const void *packed) {
  struct strip s;
  s.channels = l->input_channels;
  s.rescaling = packed_rescaling(packed);
  s.lowest = l->lowest;
  s.highest = l->highest;
  s.output_pixel = l->output_channels;
  s.together = pixels_at_once(l);
  s.tiled = is_tiled(l);
  return s;
}

// One row of output pixels, the strip's rows being set.
static void convolve_channels(
    const struct int8_layer *l, struct strip *s, const void *packed, int8_t *output) {
  const struct packed_head *head = packed;
  const int32_t lanes = l->output_channels * s->together;
  const size_t weights = (size_t)tap_groups(l) * TAPS * WEIGHT_BYTES;
  s->weights = (const uint8_t *)packed + head->weights;
  s->place = 0;
  for (int32_t c = 0; c < lanes;) {
    const int width = strip_width(lanes - c);
    s->count = lanes - c < width ? lanes - c : width;
    convolve_row(l, s, width, c, output);
    s->weights += weights * width;
    s->place += width;
    c += width;
  }
}

static void depthwise_row(
    const struct int8_layer *l, const void *packed, void *ring, int32_t y, int8_t *output) {
  struct strip s = depthwise_strip(l, packed);
  ring_window(l, ring, y, s.row);
  convolve_channels(l, &s, packed, output);
}

static void depthwise_run(
    const struct int8_layer *l, const void *packed, const int8_t *input, int8_t *output,
    void *scratch) {
  struct strip s = depthwise_strip(l, packed);
  int32_t next = 0;
  for (int32_t y = 0; y < l->output_height; y++) {
    ring_follow(l, scratch, y, input, &next);
    ring_window(l, scratch, y, s.row);
    convolve_channels(l, &s, packed, output + (size_t)y * l->output_width * l->output_channels);
  }
}
