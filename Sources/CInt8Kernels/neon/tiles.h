// The tiles of NEON: which shapes there are, and the choice among them. Included once for each set.

#define MOST_PIXELS 8
#define WIDEST 16
#define MOST_STRIP 4

#define V(name) x_##name
#define VECTOR int32x4_t
#define LANES 4
#include "rescale.h"
#include "products.h"

// Pixels of eight channels, two at a time; or of four, four at a time.
INLINE void x_store_tile(
    const struct tile *t, int32x4_t sums[MOST_PIXELS][2], const int P, const int N) {
  const int32x4_t lowest = x_set8(t->lowest), highest = x_set8(t->highest);
  const int together = 4 / N, last = P - 1;
  UNROLL for (int p = 0; p < P; p += together) {
    int8_t *to = t->output + (size_t)p * t->output_pixel;
    const int q = p + 1 < P ? p + 1 : last;
    if (N == 2) {
      int32x4_t bytes =
          x_pack16(x_pack32(sums[p][0], sums[p][1]), x_pack32(sums[q][0], sums[q][1]));
      bytes = x_least8(x_most8(bytes, lowest), highest);
      x_store_first(to, bytes, t->count);
      if (q > p) x_store_first(to + t->output_pixel, x_upper_half(bytes), t->count);
    } else {
      const int r = p + 2 < P ? p + 2 : last, s = p + 3 < P ? p + 3 : last;
      int32x4_t bytes =
          x_pack16(x_pack32(sums[p][0], sums[q][0]), x_pack32(sums[r][0], sums[s][0]));
      bytes = x_least8(x_most8(bytes, lowest), highest);
      int8_t values[16];
      x_store(values, bytes);
      for (int i = 0; i < 4 && p + i < P; i++) {
        memcpy(to + i * t->output_pixel, values + 4 * i, (size_t)t->count);
      }
    }
  }
}

#include "../convolution_tile.h"
#include "../depthwise_tile.h"

// Output channels that a block of a convolution's weights holds, of those that are left.
static int block_width(int left) { return left > 4 ? 8 : 4; }

static int block_channel(int width, int place) {
  (void)width;
  return place;
}

static void convolve_tile(const struct tile *t, int width, int pixels) {
#define TILE(N)                                          \
  switch (pixels) {                                      \
    case 1: x_convolution_tile(t, 1, N); return;         \
    case 2: x_convolution_tile(t, 2, N); return;         \
    case 3: x_convolution_tile(t, 3, N); return;         \
    case 4: x_convolution_tile(t, 4, N); return;         \
    case 5: x_convolution_tile(t, 5, N); return;         \
    case 6: x_convolution_tile(t, 6, N); return;         \
    case 7: x_convolution_tile(t, 7, N); return;         \
    default: x_convolution_tile(t, 8, N); return;        \
  }
  if (width == 8) {
    TILE(2)
  } else {
    TILE(1)
  }
#undef TILE
}

// Channels of a strip of a depthwise convolution, of those that are left.
static int strip_width(int left) {
  (void)left;
  return 16;
}

static int strip_channel(int width, int place) {
  (void)width;
  return place;
}

static void convolve_strip(const struct strip *s, int width, int K, int stride, int pixels) {
  (void)width;
  x_depthwise(s, K, stride, pixels);
}

// Strips of one pixel and WIDEST channels, stride 1, that lie `step` values apart.
static void convolve_widest(const struct strip *s, int K, size_t step, int count) {
  x_depthwise_many(s, K, step, count);
}

static void convolve_any(const struct strip *s, int width, int kernel_width, int taps) {
  (void)width;
  x_depthwise_any(s, kernel_width, taps);
}
