// One tile of a convolution: P pixels by N vectors of output channels, held in registers while the
// window's rows go by. Included for each kind of vector, with V(name), VECTOR and LANES set.

INLINE void V(convolution_tile)(const struct tile *t, const int P, const int N) {
  VECTOR sums[MOST_PIXELS][2];
  UNROLL for (int v = 0; v < N; v++) {
    const VECTOR bias = V(load)(t->rescaling.bias + t->place + v * LANES);
    UNROLL for (int p = 0; p < P; p++) sums[p][v] = bias;
  }
  const uint8_t *weights = t->weights;
  for (int row = 0; row < t->rows; row++) {
    const staged *values = t->row[row] + t->start;
    for (int k = 0; k < t->groups; k++, weights += N * LANES * 4, values += GROUP) {
      VECTOR w[2];
      UNROLL for (int v = 0; v < N; v++) w[v] = V(load)(weights + v * LANES * 4);
      UNROLL for (int p = 0; p < P; p++) {
        const struct V(group) x = V(group_at)(values + p * t->pixel);
        UNROLL for (int v = 0; v < N; v++) sums[p][v] = V(group_products)(sums[p][v], x, w[v]);
      }
    }
  }
  UNROLL for (int v = 0; v < N; v++) {
    V(rescale)(&t->rescaling, t->place + v * LANES, &sums[0][v], 2, P);
  }
  V(store_tile)(t, sums, P, N);
}
