// The tiles of one LEVEL: which shapes there are, and the choice among them. Included once for each
// set.

#if LEVEL == LEVEL_AVX512VNNI
#define MOST_PIXELS 12
#define WIDEST 64
#define MOST_STRIP 4
#else
#define MOST_PIXELS 6
#if LEVEL == LEVEL_AVXVNNI
#define WIDEST 32
#define MOST_STRIP 2
#else
#define WIDEST 16
#define MOST_STRIP 4
#endif
#endif

#include "stores.h"

#define V(name) x_##name
#define VECTOR __m128i
#define LANES 4
#include "rescale.h"
#include "products.h"
#include "../depthwise_tile.h"
#undef V
#undef VECTOR
#undef LANES

#define V(name) y_##name
#define VECTOR __m256i
#define LANES 8
#include "rescale.h"
#include "products.h"
#include "../convolution_tile.h"
#include "../depthwise_tile.h"
#undef V
#undef VECTOR
#undef LANES

#if LEVEL == LEVEL_AVX512VNNI
#define V(name) z_##name
#define VECTOR __m512i
#define LANES 16
#include "rescale.h"
#include "products.h"
#include "../convolution_tile.h"
#include "../depthwise_tile.h"
#undef V
#undef VECTOR
#undef LANES
#endif

static int group_position(int place, int tap) { return place * GROUP + tap; }
static int column_position(int place, int tap) { return place * TAPS + tap; }

// Output channels that a block of a convolution's weights holds, of those that are left.
static int block_width(int left) {
#if LEVEL == LEVEL_AVX512VNNI
  return left > 16 ? 32 : left > 8 ? 16 : 8;
#else
  return left > 8 ? 16 : 8;
#endif
}

// The channel at a block's place: the packs of a block of two vectors interleave fours of their lanes.
static int block_channel(int width, int place) {
  const int lanes = LEVEL == LEVEL_AVX512VNNI ? 16 : 8;
  if (width != 2 * lanes) return place;
  const int vector = place / lanes, lane = place % lanes;
  return lane / 4 * 8 + vector * 4 + lane % 4;
}

static void convolve_tile(const struct tile *t, int width, int pixels) {
#define TILE(name, N)                              \
  switch (pixels) {                                \
    case 1: name(t, 1, N); return;                 \
    case 2: name(t, 2, N); return;                 \
    case 3: name(t, 3, N); return;                 \
    case 4: name(t, 4, N); return;                 \
    case 5: name(t, 5, N); return;                 \
    case 6: name(t, 6, N); return;                 \
    MORE_TILES(name, N)                            \
  }
#if LEVEL == LEVEL_AVX512VNNI
#define MORE_TILES(name, N)                        \
    case 7: name(t, 7, N); return;                 \
    case 8: name(t, 8, N); return;                 \
    case 9: name(t, 9, N); return;                 \
    case 10: name(t, 10, N); return;               \
    case 11: name(t, 11, N); return;               \
    case 12: name(t, 12, N); return;
  if (width == 32) {
    TILE(z_convolution_tile, 2)
  } else if (width == 16) {
    TILE(z_convolution_tile, 1)
  } else {
    TILE(y_convolution_tile, 1)
  }
#else
#define MORE_TILES(name, N)
  if (width == 16) {
    TILE(y_convolution_tile, 2)
  } else {
    TILE(y_convolution_tile, 1)
  }
#endif
#undef TILE
#undef MORE_TILES
}

// Channels of a strip of a depthwise convolution, of those that are left.
static int strip_width(int left) {
#if LEVEL == LEVEL_AVX512VNNI
  return left > 32 ? 64 : left > 16 ? 32 : 16;
#elif LEVEL == LEVEL_AVXVNNI
  return left > 16 ? 32 : 16;
#else
  return left > 8 ? 16 : 8;
#endif
}

// The channel at a strip's place: column_of() interleaves within 128 bits.
static int strip_channel(int width, int place) {
  const int lanes = width / STRIP_VECTORS, vector = place / lanes, lane = place % lanes;
  return lane / 4 * STRIP_VECTORS * 4 + vector * 4 + lane % 4;
}

static void convolve_strip(const struct strip *s, int width, int K, int stride, int pixels) {
#if LEVEL == LEVEL_AVX512VNNI
  if (width == 64) {
    z_depthwise(s, K, stride, pixels);
    return;
  }
#endif
  if (width == 8 * STRIP_VECTORS) {
    y_depthwise(s, K, stride, pixels);
  } else {
    x_depthwise(s, K, stride, pixels);
  }
}

// Strips of one pixel and WIDEST channels, stride 1, that lie `step` values apart.
static void convolve_widest(const struct strip *s, int K, size_t step, int count) {
#if LEVEL == LEVEL_AVX512VNNI
  z_depthwise_many(s, K, step, count);
#else
  y_depthwise_many(s, K, step, count);
#endif
}

static void convolve_any(const struct strip *s, int width, int kernel_width, int taps) {
#if LEVEL == LEVEL_AVX512VNNI
  if (width == 64) {
    z_depthwise_any(s, kernel_width, taps);
    return;
  }
#endif
  if (width == 8 * STRIP_VECTORS) {
    y_depthwise_any(s, kernel_width, taps);
  } else {
    x_depthwise_any(s, kernel_width, taps);
  }
}
