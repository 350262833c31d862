// Multiply-adds of one vector, and how a strip's sums become bytes; included for each kind of vector.

// GROUP values of one pixel, for every channel.
struct V(group) {
  VECTOR values;
};

INLINE struct V(group) V(group_at)(const staged *values) {
  int32_t group;
  memcpy(&group, values, 4);
  return (struct V(group)){V(set32)(group)};
}

INLINE VECTOR V(products)(VECTOR sums, VECTOR values, VECTOR weights) {
#if LEVEL == LEVEL_AVX2
  return V(add)(sums, V(pairs)(values, weights));
#else
  return V(quads)(sums, values, weights);
#endif
}

INLINE VECTOR V(group_products)(VECTOR sums, struct V(group) group, VECTOR weights) {
  return V(products)(sums, group.values, weights);
}

// TAPS rows of one column, interleaved.
struct V(column) {
  VECTOR values[STRIP_VECTORS];
};

INLINE struct V(column) V(column_of)(const VECTOR rows[TAPS]) {
  struct V(column) c;
#if LEVEL == LEVEL_AVX2
  c.values[0] = V(low16)(rows[0], rows[1]);
  c.values[1] = V(high16)(rows[0], rows[1]);
#else
  const VECTOR low = V(low8)(rows[0], rows[1]), high = V(high8)(rows[0], rows[1]);
  const VECTOR lower = V(low8)(rows[2], rows[3]), higher = V(high8)(rows[2], rows[3]);
  c.values[0] = V(low16)(low, lower);
  c.values[1] = V(high16)(low, lower);
  c.values[2] = V(low16)(high, higher);
  c.values[3] = V(high16)(high, higher);
#endif
  return c;
}

INLINE void V(column_products)(
    VECTOR sums[STRIP_VECTORS], const struct V(column) *column, const uint8_t *weights) {
  UNROLL for (int v = 0; v < STRIP_VECTORS; v++) {
    sums[v] = V(products)(sums[v], column->values[v], V(load)(weights + v * LANES * 4));
  }
}

// The packs undo what column_of() interleaved.
INLINE VECTOR V(strip_bytes)(const VECTOR sums[STRIP_VECTORS]) {
#if LEVEL == LEVEL_AVX2
  const VECTOR words = V(pack32)(sums[0], sums[1]);
  return V(pack16)(words, words);
#else
  return V(pack16)(V(pack32)(sums[0], sums[1]), V(pack32)(sums[2], sums[3]));
#endif
}
