// One strip of a depthwise convolution: T neighbouring output pixels of as many channels as a vector
// has staged values. TAPS rows of one column are taken by one multiply-add; such a column serves every
// output that it touches. Included for each kind of vector.

// Rescales the sums of T pixels and stores them.
INLINE void V(depthwise_end)(const struct strip *s, VECTOR sums[4][STRIP_VECTORS], const int T) {
  V(rescale_strip)(&s->rescaling, s->place, sums, T);
  const VECTOR lowest = V(set8)(s->lowest), highest = V(set8)(s->highest);
  UNROLL for (int t = 0; t < T; t++) {
    V(store_strip)(
        s->output + (size_t)t * s->output_pixel,
        V(least8)(V(most8)(V(strip_bytes)(sums[t]), lowest), highest), s->count);
  }
}

INLINE void V(depthwise_tile)(const struct strip *s, const int K, const int stride, const int T) {
  enum { width = STRIP_VECTORS * LANES };
  const int groups = (K + TAPS - 1) / TAPS;
  VECTOR sums[4][STRIP_VECTORS];
  UNROLL for (int v = 0; v < STRIP_VECTORS; v++) {
    const VECTOR bias = V(load)(s->rescaling.bias + s->place + v * LANES);
    UNROLL for (int t = 0; t < T; t++) sums[t][v] = bias;
  }
  UNROLL for (int x = 0; x < (T - 1) * stride + K; x++) {
    const size_t at = s->start + (size_t)x * s->channels;
    UNROLL for (int g = 0; g < groups; g++) {
      VECTOR rows[TAPS];
      UNROLL for (int j = 0; j < TAPS; j++) {
        rows[j] = g * TAPS + j < K ? V(load)(s->row[g * TAPS + j] + at) : V(zero)();
      }
      const struct V(column) column = V(column_of)(rows);
      UNROLL for (int t = 0; t < T; t++) {
        const int tap = x - t * stride;
        if (tap < 0 || tap >= K) continue;
        V(column_products)(
            sums[t], &column, s->weights + (tap * groups + g) * width * TAPS * WEIGHT_BYTES);
      }
      // Left alone, the optimizer puts the products of many columns behind each other, and runs out of
      // registers where there are many sums.
      if (T * STRIP_VECTORS > (K > 3 ? 8 : 12)) {
        UNROLL for (int t = 0; t < T; t++) {
          UNROLL for (int v = 0; v < STRIP_VECTORS; v++) SETTLE(sums[t][v]);
        }
      }
    }
  }
  V(depthwise_end)(s, sums, T);
}

// One pixel of a window of any shape: `taps` values, TAPS of them at a time.
static void V(depthwise_any)(const struct strip *s, int kernel_width, int taps) {
  VECTOR sums[4][STRIP_VECTORS];
  UNROLL for (int v = 0; v < STRIP_VECTORS; v++) {
    sums[0][v] = V(load)(s->rescaling.bias + s->place + v * LANES);
  }
  const uint8_t *weights = s->weights;
  for (int tap = 0, row = 0, column = 0; tap < taps; tap += TAPS) {
    VECTOR values[TAPS];
    UNROLL for (int j = 0; j < TAPS; j++) {
      values[j] = V(zero)();
      if (tap + j < taps) {
        values[j] = V(load)(s->row[row] + s->start + (size_t)column * s->channels);
        if (++column == kernel_width) {
          column = 0;
          row++;
        }
      }
    }
    const struct V(column) together = V(column_of)(values);
    V(column_products)(sums[0], &together, weights);
    weights += STRIP_VECTORS * LANES * TAPS * WEIGHT_BYTES;
  }
  V(depthwise_end)(s, sums, 1);
}

// Strips of one pixel, stride 1, that lie `step` values apart, here and in the output.
INLINE void V(depthwise_apart)(const struct strip *s, const int K, size_t step, int count) {
  struct strip one = *s;
  for (int i = 0; i < count; i++, one.start += step, one.output += step) {
    V(depthwise_tile)(&one, K, 1, 1);
  }
}

INLINE void V(depthwise_many)(const struct strip *s, int K, size_t step, int count) {
  switch (K) {
    case 3: V(depthwise_apart)(s, 3, step, count); return;
    case 5: V(depthwise_apart)(s, 5, step, count); return;
    default: V(depthwise_apart)(s, 7, step, count); return;
  }
}

static void V(depthwise)(const struct strip *s, int K, int stride, int T) {
#define TILES(k, by)                                     \
  if (K == k && stride == by) {                          \
    switch (T) {                                         \
      case 1: V(depthwise_tile)(s, k, by, 1); return;    \
      case 2: V(depthwise_tile)(s, k, by, 2); return;    \
      case 3: V(depthwise_tile)(s, k, by, 3); return;    \
      default: V(depthwise_tile)(s, k, by, 4); return;   \
    }                                                    \
  }
  TILES(3, 1)
  TILES(3, 2)
  TILES(5, 1)
  TILES(5, 2)
  TILES(7, 1)
  TILES(7, 2)
#undef TILES
}
