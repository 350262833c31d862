// One set of kernels, for the LEVEL of the including file: its layouts, and the loops around its tiles.

#include "rescaling.h"
#include "x86_vectors.h"

// Windows of at most so many rows.
#define MOST_ROWS 64

struct tile {
  const staged *row[MOST_ROWS];
  // Of the first pixel, in a row; from one pixel to the next.
  size_t start, pixel;
  int rows, groups;
  const uint8_t *weights;
  struct rescaling rescaling;
  int32_t place, general, zero_point, lowest, highest;
  int8_t *output;
  size_t output_pixel;
  // Channels to store.
  int count;
};

struct strip {
  const staged *row[MOST_ROWS];
  size_t start, channels;
  const uint8_t *weights;
  struct rescaling rescaling;
  int32_t place, general, zero_point, lowest, highest;
  int8_t *output;
  size_t output_pixel;
  int count;
};

// MARK: Tiles

#define V(name) y_##name
#define VECTOR __m256i
#define LANES 8
#include "x86_rescale.h"

INLINE void y_store_tile(const struct tile *t, VECTOR sums[12][2], const int P, const int N) {
  if (N == 2) {
    const __m256i lowest = y_set8(t->lowest), highest = y_set8(t->highest);
    UNROLL for (int p = 0; p < P; p += 2) {
      const int q = p + 1 < P ? p + 1 : p;
      __m256i bytes = y_pack16(y_pack32(sums[p][0], sums[p][1]), y_pack32(sums[q][0], sums[q][1]));
      bytes = y_least8(y_most8(_mm256_permute4x64_epi64(bytes, 0xD8), lowest), highest);
      int8_t *to = t->output + (size_t)p * t->output_pixel;
      x_store_first(to, _mm256_castsi256_si128(bytes), t->count);
      if (p + 1 < P) {
        x_store_first(to + t->output_pixel, _mm256_extracti128_si256(bytes, 1), t->count);
      }
    }
  } else {
    // Four pixels of eight channels, of which the packs interleave fours.
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    const __m256i lowest = y_set8(t->lowest), highest = y_set8(t->highest);
    UNROLL for (int p = 0; p < P; p += 4) {
      const int last = P - 1;
      const int q = p + 1 < P ? p + 1 : last, r = p + 2 < P ? p + 2 : last;
      const int s = p + 3 < P ? p + 3 : last;
      __m256i bytes = y_pack16(y_pack32(sums[p][0], sums[q][0]), y_pack32(sums[r][0], sums[s][0]));
      bytes = _mm256_permutevar8x32_epi32(bytes, order);
      bytes = y_least8(y_most8(bytes, lowest), highest);
      int8_t *to = t->output + (size_t)p * t->output_pixel;
      if (p + 3 < P && t->count == 8 && t->output_pixel == 8) {
        y_store(to, bytes);
        continue;
      }
      const __m128i low = _mm256_castsi256_si128(bytes), high = _mm256_extracti128_si256(bytes, 1);
      x_store_first(to, low, t->count);
      if (p + 1 < P) x_store_first(to + t->output_pixel, _mm_srli_si128(low, 8), t->count);
      if (p + 2 < P) x_store_first(to + 2 * t->output_pixel, high, t->count);
      if (p + 3 < P) x_store_first(to + 3 * t->output_pixel, _mm_srli_si128(high, 8), t->count);
    }
  }
}
#include "x86_convolution_tile.h"
#if LEVEL == LEVEL_AVX2
INLINE void y_store_halves(int8_t *to, __m256i bytes, int count) {
  x_store_first(
      to,
      _mm_unpacklo_epi64(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1)), count);
}
#endif
#include "x86_depthwise_tile.h"
#undef V
#undef VECTOR
#undef LANES

#define V(name) x_##name
#define VECTOR __m128i
#define LANES 4
#include "x86_rescale.h"
#if LEVEL == LEVEL_AVX2
INLINE void x_store_halves(int8_t *to, __m128i bytes, int count) {
  x_store_first(to, bytes, count);
}
#endif
#include "x86_depthwise_tile.h"
#undef V
#undef VECTOR
#undef LANES

#if LEVEL == LEVEL_AVX512VNNI
#define V(name) z_##name
#define VECTOR __m512i
#define LANES 16
#include "x86_rescale.h"

INLINE void z_store_tile(const struct tile *t, VECTOR sums[12][2], const int P, const int N) {
  if (N == 2) {
    const __m512i order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
    const __m512i lowest = z_set8(t->lowest), highest = z_set8(t->highest);
    UNROLL for (int p = 0; p < P; p += 2) {
      const int q = p + 1 < P ? p + 1 : p;
      __m512i bytes = z_pack16(z_pack32(sums[p][0], sums[p][1]), z_pack32(sums[q][0], sums[q][1]));
      bytes = z_least8(z_most8(_mm512_permutexvar_epi64(order, bytes), lowest), highest);
      int8_t *to = t->output + (size_t)p * t->output_pixel;
      y_store_first(to, _mm512_castsi512_si256(bytes), t->count);
      if (p + 1 < P) {
        y_store_first(to + t->output_pixel, _mm512_extracti64x4_epi64(bytes, 1), t->count);
      }
    }
  } else {
    // Four pixels of sixteen channels, of which the packs interleave fours.
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    const __m512i lowest = z_set8(t->lowest), highest = z_set8(t->highest);
    UNROLL for (int p = 0; p < P; p += 4) {
      const int last = P - 1;
      const int q = p + 1 < P ? p + 1 : last, r = p + 2 < P ? p + 2 : last;
      const int s = p + 3 < P ? p + 3 : last;
      __m512i bytes = z_pack16(z_pack32(sums[p][0], sums[q][0]), z_pack32(sums[r][0], sums[s][0]));
      bytes = z_least8(z_most8(_mm512_permutexvar_epi32(order, bytes), lowest), highest);
      int8_t *to = t->output + (size_t)p * t->output_pixel;
      if (p + 3 < P && t->count == 16 && t->output_pixel == 16) {
        z_store(to, bytes);
        continue;
      }
      x_store_first(to, _mm512_castsi512_si128(bytes), t->count);
      if (p + 1 < P) {
        x_store_first(to + t->output_pixel, _mm512_extracti32x4_epi32(bytes, 1), t->count);
      }
      if (p + 2 < P) {
        x_store_first(to + 2 * t->output_pixel, _mm512_extracti32x4_epi32(bytes, 2), t->count);
      }
      if (p + 3 < P) {
        x_store_first(to + 3 * t->output_pixel, _mm512_extracti32x4_epi32(bytes, 3), t->count);
      }
    }
  }
}
#include "x86_convolution_tile.h"
#include "x86_depthwise_tile.h"
#undef V
#undef VECTOR
#undef LANES
#endif

// MARK: Convolution

#if LEVEL == LEVEL_AVX512VNNI
#define MOST_PIXELS 12
#define BLOCK 32
#else
#define MOST_PIXELS 6
#define BLOCK 16
#endif

// Output channels that a block of the packed weights holds, of those that are left.
static int block_width(int left) {
#if LEVEL == LEVEL_AVX512VNNI
  return left > 16 ? 32 : left > 8 ? 16 : 8;
#else
  return left > 8 ? 16 : 8;
#endif
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

static int32_t convolution_places(const struct int8_layer *l) {
  int32_t places = 0;
  for (int32_t c = 0; c < l->output_channels;) {
    const int width = block_width(l->output_channels - c);
    places += width;
    c += width;
  }
  return places;
}

// Groups of values in one row of the window.
static int32_t row_groups(const struct int8_layer *l) {
  return (l->kernel_width * l->input_channels + GROUP - 1) / GROUP;
}

static size_t convolution_packed_bytes(const struct int8_layer *l) {
  if (l->kernel_height > MOST_ROWS) return 0;
  const int32_t places = convolution_places(l);
  return packed_head_bytes(places) +
         (size_t)places * l->kernel_height * row_groups(l) * 4 + 64;
}

static int convolution_pack(
    const struct int8_layer *l, const int16_t *weights, const struct int8_channel *channels,
    void *packed) {
  const int32_t count = l->output_channels, places = convolution_places(l);
  const int32_t row = l->kernel_width * l->input_channels, groups = row_groups(l);
  int32_t *const channel = malloc(sizeof(int32_t) * (size_t)(places + count));
  int64_t *const limits = malloc(sizeof(int64_t) * 2 * (size_t)count);
  int32_t *const bias = channel + places;
  int done = 0;

  int32_t place = 0;
  for (int32_t c = 0; c < count;) {
    const int width = block_width(count - c);
    for (int i = 0; i < width; i++) {
      // The packs of a block of two vectors interleave fours of their lanes.
      const int lanes = BLOCK / 2, v = i / lanes, e = i % lanes;
      const int32_t to = c + (width == BLOCK ? e / 4 * 8 + v * 4 + e % 4 : i);
      channel[place++] = to < count ? to : -1;
    }
    c += width;
  }
  const size_t start = packed_head_bytes(places);
  if (sum_limits(
          l, weights, channels, l->kernel_height * row, l->input_zero_point + STAGED_OFFSET, limits,
          limits + count, bias) &&
      pack_rescaling(
          l, channels, places, channel, limits, limits + count, bias, packed, start)) {
    uint8_t *to = (uint8_t *)packed + start;
    done = 1;
    for (int32_t first = 0, c = 0; c < count;) {
      const int width = block_width(count - c);
      for (int32_t y = 0; y < l->kernel_height; y++)
        for (int32_t group = 0; group < groups; group++)
          for (int i = 0; i < width; i++)
            for (int j = 0; j < GROUP; j++) {
              const int32_t k = group * GROUP + j, out = channel[first + i];
              int weight = 0;
              if (out >= 0 && k < row) {
                weight = weights[((size_t)y * row + k) * count + out];
                if (channels[out].multiplier < 0) weight = -weight;
              }
#if LEVEL == LEVEL_AVX2
              const int16_t value = (int16_t)weight;
              memcpy(to, &value, 2);
              to += 2;
#else
              if (weight > 127) done = 0;
              *to++ = (uint8_t)weight;
#endif
            }
      first += width;
      c += width;
    }
    memset(to, 0, 64);
  }
  free(channel);
  free(limits);
  return done;
}

// All output channels of `pixels` neighbouring output pixels, the tile's rows being set.
static void convolve_pixels(
    const struct int8_layer *l, struct tile *t, const void *packed, size_t pixels, int8_t *output) {
  const struct packed_head *head = packed;
  const size_t block_row = (size_t)t->groups * 4;
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

static size_t convolution_scratch_bytes(const struct int8_layer *l) {
  if (is_pointwise(l)) {
    return (chunk_pixels(l) * l->input_channels + 64) * sizeof(staged);
  }
  return ring_bytes(l);
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

static void convolution_run(
    const struct int8_layer *l, const void *packed, const int8_t *input, int8_t *output,
    void *scratch) {
  const struct packed_head *head = packed;
  struct tile t;
  t.rescaling = packed_rescaling(packed);
  t.general = head->general;
  t.zero_point = l->output_zero_point;
  t.lowest = l->lowest;
  t.highest = l->highest;
  t.output_pixel = l->output_channels;
  t.groups = row_groups(l);
  t.rows = l->kernel_height;
  t.pixel = (size_t)l->stride_width * l->input_channels;
  staged *const values = scratch;
  if (is_pointwise(l)) {
    const size_t pixels = (size_t)l->input_height * l->input_width, chunk = chunk_pixels(l);
    t.row[0] = values;
    for (size_t x = 0; x < pixels; x += chunk) {
      const size_t count = pixels - x < chunk ? pixels - x : chunk;
      stage(values, input + x * l->input_channels, count * l->input_channels);
      convolve_pixels(l, &t, packed, count, output + x * l->output_channels);
    }
    return;
  }
  const size_t row = row_values(l);
  int32_t next = 0;
  for (int32_t y = 0; y < l->output_height; y++) {
    const int32_t top = y * l->stride_height;
    if (next < top) next = top;
    for (; next < top + l->kernel_height; next++) {
      stage_row(l, input, next, values + row * (size_t)(next % l->kernel_height));
    }
    for (int k = 0; k < l->kernel_height; k++) {
      t.row[k] = values + row * (size_t)((top + k) % l->kernel_height);
    }
    convolve_pixels(
        l, &t, packed, l->output_width,
        output + (size_t)y * l->output_width * l->output_channels);
  }
}

// MARK: Depthwise convolution

#if LEVEL == LEVEL_AVX2
#define WIDEST 16
#define MOST_STRIP 4
static int strip_width(int left) { return left > 8 ? 16 : 8; }
#elif LEVEL == LEVEL_AVXVNNI
#define WIDEST 32
#define MOST_STRIP 2
static int strip_width(int left) { return left > 16 ? 32 : 16; }
#else
#define WIDEST 64
#define MOST_STRIP 4
static int strip_width(int left) { return left > 32 ? 64 : left > 16 ? 32 : 16; }
#endif

static void convolve_strip(const struct strip *s, int width, int K, int stride, int pixels) {
#if LEVEL == LEVEL_AVX512VNNI
  if (width == 64) {
    z_depthwise(s, K, stride, pixels);
    return;
  }
#endif
  if (width == 8 * GROUP) {
    y_depthwise(s, K, stride, pixels);
  } else {
    x_depthwise(s, K, stride, pixels);
  }
}

static void convolve_any(const struct strip *s, int width, int kernel_width, int taps) {
#if LEVEL == LEVEL_AVX512VNNI
  if (width == 64) {
    z_depthwise_any(s, kernel_width, taps);
    return;
  }
#endif
  if (width == 8 * GROUP) {
    y_depthwise_any(s, kernel_width, taps);
  } else {
    x_depthwise_any(s, kernel_width, taps);
  }
}

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
  for (int32_t c = 0; c < lanes;) {
    const int width = strip_width(lanes - c);
    places += width;
    c += width;
  }
  return places;
}

// The taps in the order and the groups of GROUP in which the inner loop takes them: of a tile, the rows
// of one column after the other; else row by row.
static int32_t tap_groups(const struct int8_layer *l) {
  return is_tiled(l) ? l->kernel_width * ((l->kernel_height + GROUP - 1) / GROUP)
                     : (l->kernel_height * l->kernel_width + GROUP - 1) / GROUP;
}

// The tap at place j of a group, -1 for none.
static int32_t tap_at(const struct int8_layer *l, int32_t group, int32_t j) {
  if (!is_tiled(l)) {
    const int32_t tap = group * GROUP + j;
    return tap < l->kernel_height * l->kernel_width ? tap : -1;
  }
  const int32_t of_column = (l->kernel_height + GROUP - 1) / GROUP;
  const int32_t x = group / of_column, y = group % of_column * GROUP + j;
  return y < l->kernel_height ? y * l->kernel_width + x : -1;
}

static size_t depthwise_packed_bytes(const struct int8_layer *l) {
  if (l->input_channels != l->output_channels || l->kernel_height > MOST_ROWS) return 0;
  const int32_t places = depthwise_places(l);
  return packed_head_bytes(places) + (size_t)places * tap_groups(l) * 4 + 64;
}

static int depthwise_pack(
    const struct int8_layer *l, const int16_t *weights, const struct int8_channel *channels,
    void *packed) {
  const int32_t count = l->output_channels, places = depthwise_places(l);
  const int32_t lanes = count * pixels_at_once(l), groups = tap_groups(l);
  int32_t *const channel = malloc(sizeof(int32_t) * (size_t)(places + count));
  int64_t *const limits = malloc(sizeof(int64_t) * 2 * (size_t)count);
  int32_t *const bias = channel + places;
  int done = 0;

  int32_t place = 0;
  for (int32_t c = 0; c < lanes;) {
    const int width = strip_width(lanes - c);
    for (int v = 0; v < GROUP; v++)
      for (int e = 0; e < width / GROUP; e++) {
        const int32_t lane = c + e / 4 * GROUP * 4 + v * 4 + e % 4;
        channel[place++] = lane < lanes ? lane % count : -1;
      }
    c += width;
  }
  const size_t start = packed_head_bytes(places);
  if (sum_limits(
          l, weights, channels, l->kernel_height * l->kernel_width,
          l->input_zero_point + STAGED_OFFSET, limits, limits + count, bias) &&
      pack_rescaling(
          l, channels, places, channel, limits, limits + count, bias, packed, start)) {
    uint8_t *to = (uint8_t *)packed + start;
    done = 1;
    for (int32_t first = 0, c = 0; c < lanes;) {
      const int width = strip_width(lanes - c);
      for (int32_t group = 0; group < groups; group++)
        for (int i = 0; i < width; i++)
          for (int j = 0; j < GROUP; j++) {
              const int32_t tap = tap_at(l, group, j), out = channel[first + i];
              int weight = 0;
              if (out >= 0 && tap >= 0) {
                weight = weights[(size_t)tap * count + out];
                if (channels[out].multiplier < 0) weight = -weight;
              }
#if LEVEL == LEVEL_AVX2
              const int16_t value = (int16_t)weight;
              memcpy(to, &value, 2);
              to += 2;
#else
              if (weight > 127) done = 0;
              *to++ = (uint8_t)weight;
#endif
            }
      first += width;
      c += width;
    }
    memset(to, 0, 64);
  }
  free(channel);
  free(limits);
  return done;
}

static size_t depthwise_scratch_bytes(const struct int8_layer *l) { return ring_bytes(l); }

static void depthwise_run(
    const struct int8_layer *l, const void *packed, const int8_t *input, int8_t *output,
    void *scratch) {
  const struct packed_head *head = packed;
  const int32_t rows = l->kernel_height, stride = l->stride_width;
  const int together = pixels_at_once(l), tiled = is_tiled(l);
  const int32_t lanes = l->output_channels * together;
  const size_t row = row_values(l);
  staged *const values = scratch;
  struct strip s;
  s.channels = l->input_channels;
  s.rescaling = packed_rescaling(packed);
  s.general = head->general;
  s.zero_point = l->output_zero_point;
  s.lowest = l->lowest;
  s.highest = l->highest;
  s.output_pixel = l->output_channels;
  int32_t next = 0;
  for (int32_t y = 0; y < l->output_height; y++) {
    const int32_t top = y * l->stride_height;
    if (next < top) next = top;
    for (; next < top + rows; next++) {
      stage_row(l, input, next, values + row * (size_t)(next % rows));
    }
    for (int k = 0; k < rows; k++) s.row[k] = values + row * (size_t)((top + k) % rows);
    int8_t *const to = output + (size_t)y * l->output_width * l->output_channels;
    s.weights = (const uint8_t *)packed + head->weights;
    s.place = 0;
    for (int32_t c = 0; c < lanes;) {
      const int width = strip_width(lanes - c);
      s.count = lanes - c < width ? lanes - c : width;
      if (together > 1) {
        for (int32_t x = 0; x < l->output_width; x += together) {
          // The last vector may compute pixels of the one before it again.
          const int32_t at = x + together <= l->output_width ? x : l->output_width - together;
          s.start = (size_t)at * l->input_channels;
          s.output = to + (size_t)at * l->output_channels;
          convolve_strip(&s, width, rows, 1, 1);
        }
      } else {
        const int32_t most = tiled ? MOST_STRIP : 1;
        const int32_t parts = (l->output_width + most - 1) / most;
        int32_t x = 0;
        for (int32_t part = 0; part < parts; part++) {
          const int32_t T = (l->output_width - x + parts - part - 1) / (parts - part);
          s.start = (size_t)x * stride * l->input_channels + c;
          s.output = to + (size_t)x * l->output_channels + c;
          if (tiled) {
            convolve_strip(&s, width, rows, stride, T);
          } else {
            convolve_any(&s, width, l->kernel_width, rows * l->kernel_width);
          }
          x += T;
        }
      }
      s.weights += (size_t)tap_groups(l) * width * 4;
      s.place += width;
      c += width;
    }
  }
}
