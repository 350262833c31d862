// Multiply-adds of one vector, and how sums become bytes.

// GROUP values of one pixel, for every channel: with dot products all four; else the first two and the
// last two, which meet pairs of weights.
struct x_group {
#if DOT
  int8x16_t values;
#else
  int8x16_t first, last;
#endif
};

INLINE struct x_group x_group_at(const staged *values) {
#if DOT
  int32_t group;
  memcpy(&group, values, 4);
  return (struct x_group){bytes_of(vdupq_n_s32(group))};
#else
  int16_t first, last;
  memcpy(&first, values, 2);
  memcpy(&last, values + 2, 2);
  return (struct x_group){
      vreinterpretq_s8_s16(vdupq_n_s16(first)), vreinterpretq_s8_s16(vdupq_n_s16(last))};
#endif
}

INLINE int32x4_t x_group_products(int32x4_t sums, struct x_group group, int32x4_t weights) {
#if DOT
  return vdotq_s32(sums, group.values, bytes_of(weights));
#else
  const int8x16_t w = bytes_of(weights);
  const int16x8_t pairs = vmull_s8(vget_low_s8(w), vget_low_s8(group.first));
  return vpadalq_s16(sums, vmlal_high_s8(pairs, w, group.last));
#endif
}

// Where a block's place i has its value j.
static int group_position(int place, int tap) {
#if DOT
  return place * 4 + tap;
#else
  return place / 4 * 16 + tap / 2 * 8 + place % 4 * 2 + tap % 2;
#endif
}

// TAPS rows of one column: interleaved for dot products, else as they are.
struct x_column {
#if DOT
  int8x16_t values[4];
#else
  int8x16_t first, second;
#endif
};

INLINE struct x_column x_column_of(const int32x4_t rows[TAPS]) {
#if DOT
  const int8x16_t a = bytes_of(rows[0]), b = bytes_of(rows[1]);
  const int8x16_t c = bytes_of(rows[2]), d = bytes_of(rows[3]);
  const int16x8_t low = vreinterpretq_s16_s8(vzip1q_s8(a, b));
  const int16x8_t high = vreinterpretq_s16_s8(vzip2q_s8(a, b));
  const int16x8_t lower = vreinterpretq_s16_s8(vzip1q_s8(c, d));
  const int16x8_t higher = vreinterpretq_s16_s8(vzip2q_s8(c, d));
  return (struct x_column){{
      vreinterpretq_s8_s16(vzip1q_s16(low, lower)),
      vreinterpretq_s8_s16(vzip2q_s16(low, lower)),
      vreinterpretq_s8_s16(vzip1q_s16(high, higher)),
      vreinterpretq_s8_s16(vzip2q_s16(high, higher)),
  }};
#else
  return (struct x_column){bytes_of(rows[0]), bytes_of(rows[1])};
#endif
}

INLINE void x_column_products(
    int32x4_t sums[4], const struct x_column *column, const uint8_t *weights) {
#if DOT
  UNROLL for (int v = 0; v < 4; v++) {
    sums[v] = vdotq_s32(sums[v], column->values[v], bytes_of(x_load(weights + 16 * v)));
  }
#else
  const int8x16_t a = column->first, b = column->second;
  const int8x16_t wa = bytes_of(x_load(weights)), wb = bytes_of(x_load(weights + 16));
  const int16x8_t low =
      vmlal_s8(vmull_s8(vget_low_s8(a), vget_low_s8(wa)), vget_low_s8(b), vget_low_s8(wb));
  const int16x8_t high = vmlal_high_s8(vmull_high_s8(a, wa), b, wb);
  sums[0] = vaddw_s16(sums[0], vget_low_s16(low));
  sums[1] = vaddw_high_s16(sums[1], low);
  sums[2] = vaddw_s16(sums[2], vget_low_s16(high));
  sums[3] = vaddw_high_s16(sums[3], high);
#endif
}

// Where a strip's place i has its tap j.
static int column_position(int place, int tap) { return DOT ? place * 4 + tap : tap * 16 + place; }

INLINE int32x4_t x_strip_bytes(const int32x4_t sums[4]) {
  return x_pack16(x_pack32(sums[0], sums[1]), x_pack32(sums[2], sums[3]));
}

INLINE void x_store_strip(int8_t *to, int32x4_t bytes, int count) {
  x_store_first(to, bytes, count);
}
