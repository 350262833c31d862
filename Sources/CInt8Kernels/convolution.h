// A convolution around its tiles: 1 x 1 ones pixel by pixel, others row by row. Every row of the
// window is a run of kernel width * input channels values, so that no patch is ever copied. Included
// once for each set, after its tiles.

static int32_t convolution_places(const struct int8_layer *l) {
  int32_t places = 0;
  while (places < l->output_channels) places += block_width(l->output_channels - places);
  return places;
}

// Groups of values in one row of the window.
static int32_t row_groups(const struct int8_layer *l) {
  return (l->kernel_width * l->input_channels + GROUP - 1) / GROUP;
}

static size_t convolution_packed_bytes(const struct int8_layer *l) {
  if (l->kernel_height > MOST_ROWS) return 0;
  return packed_bytes(
      convolution_places(l), l->kernel_height * row_groups(l), GROUP, WEIGHT_BYTES);
}

static int convolution_pack(
    const struct int8_layer *l, const int16_t *weights, const struct int8_channel *channels,
    void *packed) {
  const int32_t row = l->kernel_width * l->input_channels, groups = row_groups(l);
  const int32_t places = convolution_places(l), taps = l->kernel_height * groups * GROUP;
  struct packing *const p = new_packing(places, taps);
  if (!p) return 0;
  p->groups = l->kernel_height * groups;
  p->together = GROUP;
  p->taps = l->kernel_height * row;
  p->position = group_position;
  p->bytes = WEIGHT_BYTES;
  p->least = LEAST_WEIGHT;
  p->offset = STAGED_OFFSET;
  p->search = REAL_FORM_SEARCH;
  while (p->places < places) {
    const int width = block_width(l->output_channels - p->places);
    for (int i = 0; i < width; i++) {
      const int32_t c = p->places + block_channel(width, i);
      p->channel[p->places + i] = c < l->output_channels ? c : -1;
    }
    p->width[p->blocks++] = width;
    p->places += width;
  }
  for (int32_t i = 0; i < taps; i++) {
    const int32_t y = i / (groups * GROUP), k = i % (groups * GROUP);
    p->tap[i] = k < row ? y * row + k : -1;
  }
  const int done = pack_window(l, weights, channels, p, packed);
  free(p);
  return done;
}

// All output channels of `pixels` neighbouring output pixels, the tile's rows being set.
static void convolve_pixels(
    const struct int8_layer *l, struct tile *t, const void *packed, size_t pixels, int8_t *output) {
  const struct packed_head *head = packed;
  const size_t block_row = (size_t)t->groups * GROUP * WEIGHT_BYTES;
  const size_t parts = (pixels + MOST_PIXELS - 1) / MOST_PIXELS;
  size_t x = 0;
  for (size_t part = 0; part < parts; part++) {
    // As even as can be: 40 pixels are four times ten.
    const int P = (int)((pixels - x + parts - part - 1) / (parts - part));
    t->start = x * t->pixel;
    t->weights = (const uint8_t *)packed + head->weights;
    t->place = 0;
    for (int32_t c = 0; c < l->output_channels;) {
      const int width = block_width(l->output_channels - c);
      t->count = l->output_channels - c < width ? l->output_channels - c : width;
      t->output = output + x * l->output_channels + c;
      convolve_tile(t, width, P);
      t->weights += (size_t)t->rows * block_row * width;
      t->place += width;
      c += width;
    }
    x += P;
  }
}

// Pixels of a 1 x 1 convolution that are staged at once: few, because the scratch memory comes on top
// of the largest layer's input and output.
static size_t chunk_pixels(const struct int8_layer *l) {
  return l->input_channels <= 64 ? 2 * MOST_PIXELS : MOST_PIXELS;
}

static int is_pointwise(const struct int8_layer *l) {
  return l->kernel_height == 1 && l->kernel_width == 1 && l->stride_height == 1 &&
         l->stride_width == 1 && l->padding_top == 0 && l->padding_left == 0 &&
         l->output_height == l->input_height && l->output_width == l->input_width;
}

static size_t convolution_scratch_bytes(const struct int8_layer *l) {
  if (is_pointwise(l)) {
    return (chunk_pixels(l) * l->input_channels + 128) * sizeof(staged);
  }
  return ring_bytes(l);
}

static struct tile convolution_tile(const struct int8_layer *l, const void *packed) {
  struct tile t;
  t.rescaling = packed_rescaling(packed);
  t.lowest = l->lowest;
  t.highest = l->highest;
  t.output_pixel = l->output_channels;
  t.groups = row_groups(l);
  t.rows = l->kernel_height;
  t.pixel = (size_t)l->stride_width * l->input_channels;
  return t;
}

static void convolution_row(
    const struct int8_layer *l, const void *packed, void *ring, int32_t y, int8_t *output) {
  struct tile t = convolution_tile(l, packed);
  ring_window(l, ring, y, t.row);
  convolve_pixels(l, &t, packed, l->output_width, output);
}

static void convolution_run(
    const struct int8_layer *l, const void *packed, const int8_t *input, int8_t *output,
    void *scratch) {
  struct tile t = convolution_tile(l, packed);
  if (!is_pointwise(l)) {
    int32_t next = 0;
    for (int32_t y = 0; y < l->output_height; y++) {
      ring_follow(l, scratch, y, input, &next);
      ring_window(l, scratch, y, t.row);
      convolve_pixels(
          l, &t, packed, l->output_width,
          output + (size_t)y * l->output_width * l->output_channels);
    }
    return;
  }
  const size_t pixels = (size_t)l->input_height * l->input_width, chunk = chunk_pixels(l);
  t.row[0] = scratch;
  for (size_t x = 0; x < pixels; x += chunk) {
    const size_t count = pixels - x < chunk ? pixels - x : chunk;
    stage(scratch, input + x * l->input_channels, count * l->input_channels);
    convolve_pixels(l, &t, packed, count, output + x * l->output_channels);
  }
}
