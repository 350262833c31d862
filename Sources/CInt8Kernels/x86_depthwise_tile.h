// One strip of a depthwise convolution: T neighbouring output pixels of LANES * GROUP channels. The
// values of GROUP rows of one column are interleaved, so that one multiply-add takes them all; such a
// column serves every output that it touches. Included for each kind of vector.

// Rescales the sums of T pixels and stores them.
INLINE void V(depthwise_end)(const struct strip *s, VECTOR sums[4][GROUP], const int T) {
  UNROLL for (int v = 0; v < GROUP; v++) {
    if (s->general) {
      const struct V(rescale) k =
          V(rescale_at)(s->rescaling, s->place + v * LANES, 1, s->zero_point);
      UNROLL for (int t = 0; t < T; t++) sums[t][v] = V(rescaled)(sums[t][v], &k, 1);
    } else {
      const struct V(rescale) k = V(rescale_at)(s->rescaling, s->place + v * LANES, 0, 0);
      UNROLL for (int t = 0; t < T; t++) sums[t][v] = V(rescaled)(sums[t][v], &k, 0);
    }
  }
  const VECTOR lowest = V(set8)(s->lowest), highest = V(set8)(s->highest);
  UNROLL for (int t = 0; t < T; t++) {
#if LEVEL == LEVEL_AVX2
    VECTOR bytes = V(pack32)(sums[t][0], sums[t][1]);
    bytes = V(pack16)(bytes, bytes);
    bytes = V(least8)(V(most8)(bytes, lowest), highest);
    V(store_halves)(s->output + (size_t)t * s->output_pixel, bytes, s->count);
#else
    VECTOR bytes =
        V(pack16)(V(pack32)(sums[t][0], sums[t][1]), V(pack32)(sums[t][2], sums[t][3]));
    bytes = V(least8)(V(most8)(bytes, lowest), highest);
    V(store_first)(s->output + (size_t)t * s->output_pixel, bytes, s->count);
#endif
  }
}

INLINE void V(depthwise_tile)(const struct strip *s, const int K, const int stride, const int T) {
  enum { vectors = GROUP };
  const int groups = (K + GROUP - 1) / GROUP;
  VECTOR sums[4][vectors];
  UNROLL for (int v = 0; v < vectors; v++) {
    const VECTOR bias = V(load)(s->rescaling.bias + s->place + v * LANES);
    UNROLL for (int t = 0; t < T; t++) sums[t][v] = bias;
  }
  UNROLL for (int x = 0; x < (T - 1) * stride + K; x++) {
    const size_t at = s->start + (size_t)x * s->channels;
    UNROLL for (int g = 0; g < groups; g++) {
      const int rows = K - g * GROUP < GROUP ? K - g * GROUP : GROUP;
      VECTOR column[vectors];
#if LEVEL == LEVEL_AVX2
      const VECTOR a = V(load)(s->row[g * 2] + at);
      const VECTOR b = rows > 1 ? V(load)(s->row[g * 2 + 1] + at) : V(zero)();
      column[0] = V(low16)(a, b);
      column[1] = V(high16)(a, b);
#else
      const VECTOR a = V(load)(s->row[g * 4] + at);
      const VECTOR b = rows > 1 ? V(load)(s->row[g * 4 + 1] + at) : V(zero)();
      const VECTOR c = rows > 2 ? V(load)(s->row[g * 4 + 2] + at) : V(zero)();
      const VECTOR d = rows > 3 ? V(load)(s->row[g * 4 + 3] + at) : V(zero)();
      const VECTOR low = V(low8)(a, b), high = V(high8)(a, b);
      const VECTOR lower = rows > 2 ? V(low8)(c, d) : V(zero)();
      const VECTOR higher = rows > 2 ? V(high8)(c, d) : V(zero)();
      column[0] = V(low16)(low, lower);
      column[1] = V(high16)(low, lower);
      column[2] = V(low16)(high, higher);
      column[3] = V(high16)(high, higher);
#endif
      UNROLL for (int t = 0; t < T; t++) {
        const int tap = x - t * stride;
        if (tap < 0 || tap >= K) continue;
        UNROLL for (int v = 0; v < vectors; v++) {
          const VECTOR w =
              V(load)(s->weights + ((tap * groups + g) * vectors + v) * LANES * 4);
#if LEVEL == LEVEL_AVX2
          sums[t][v] = V(add)(sums[t][v], V(pairs)(column[v], w));
#else
          sums[t][v] = V(quads)(sums[t][v], column[v], w);
#endif
        }
      }
    }
  }
  V(depthwise_end)(s, sums, T);
}

// One pixel of a window of any shape: `taps` values, GROUP of them at a time.
static void V(depthwise_any)(const struct strip *s, int kernel_width, int taps) {
  VECTOR sums[4][GROUP];
  UNROLL for (int v = 0; v < GROUP; v++) {
    sums[0][v] = V(load)(s->rescaling.bias + s->place + v * LANES);
  }
  const uint8_t *weights = s->weights;
  for (int tap = 0, row = 0, column = 0; tap < taps; tap += GROUP) {
    VECTOR values[GROUP];
    UNROLL for (int j = 0; j < GROUP; j++) {
      values[j] = V(zero)();
      if (tap + j < taps) {
        values[j] = V(load)(s->row[row] + s->start + (size_t)column * s->channels);
        if (++column == kernel_width) {
          column = 0;
          row++;
        }
      }
    }
    VECTOR together[GROUP];
#if LEVEL == LEVEL_AVX2
    together[0] = V(low16)(values[0], values[1]);
    together[1] = V(high16)(values[0], values[1]);
#else
    const VECTOR low = V(low8)(values[0], values[1]), high = V(high8)(values[0], values[1]);
    const VECTOR lower = V(low8)(values[2], values[3]), higher = V(high8)(values[2], values[3]);
    together[0] = V(low16)(low, lower);
    together[1] = V(high16)(low, lower);
    together[2] = V(low16)(high, higher);
    together[3] = V(high16)(high, higher);
#endif
    UNROLL for (int v = 0; v < GROUP; v++, weights += LANES * 4) {
#if LEVEL == LEVEL_AVX2
      sums[0][v] = V(add)(sums[0][v], V(pairs)(together[v], V(load)(weights)));
#else
      sums[0][v] = V(quads)(sums[0][v], together[v], V(load)(weights));
#endif
    }
  }
  V(depthwise_end)(s, sums, 1);
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
