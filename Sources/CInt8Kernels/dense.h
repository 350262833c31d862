// FULLY_CONNECTED. Included once for each set, with the widest vector.

// Units that are computed together.
#define UNITS (4 * LANES)

static int32_t dense_places(const struct int8_dense *d) {
  return (d->units + UNITS - 1) / UNITS * UNITS;
}

static int32_t dense_groups(const struct int8_dense *d) { return (d->depth + GROUP - 1) / GROUP; }

// Factors, biases, weights.
static size_t dense_packed_bytes(const struct int8_dense *d) {
  const size_t places = dense_places(d);
  return places * 12 + places * dense_groups(d) * 4;
}

static int dense_pack(
    const struct int8_dense *d, const int16_t *weights, const int32_t *biases,
    const double *factors, void *packed) {
  const int32_t places = dense_places(d), groups = dense_groups(d);
  double *const factor = packed;
  int32_t *const bias = (int32_t *)(factor + places);
  uint8_t *to = (uint8_t *)(bias + places);
  for (int32_t unit = 0; unit < places; unit++) {
    int64_t sum = 0;
    factor[unit] = unit < d->units ? factors[unit] : 0;
    if (unit < d->units) {
      for (int32_t k = 0; k < d->depth; k++) sum += weights[(size_t)k * d->units + unit];
      sum = biases[unit] - (d->input_zero_point + STAGED_OFFSET) * sum;
      if (sum != (int32_t)sum) return 0;
    }
    bias[unit] = (int32_t)sum;
  }
  for (int32_t first = 0; first < places; first += UNITS) {
    for (int32_t group = 0; group < groups; group++, to += UNITS * GROUP * WEIGHT_BYTES) {
      for (int i = 0; i < UNITS; i++) {
        for (int j = 0; j < GROUP; j++) {
          const int32_t k = group * GROUP + j, unit = first + i;
          const int at = group_position(i, j);
          const int16_t weight =
              k < d->depth && unit < d->units ? weights[(size_t)k * d->units + unit] : 0;
          if (WEIGHT_BYTES == 2) {
            memcpy(to + 2 * at, &weight, 2);
          } else if (weight < LEAST_WEIGHT || weight > 127) {
            // With a zero point taken off they may not fit.
            return 0;
          } else {
            to[at] = (uint8_t)weight;
          }
        }
      }
    }
  }
  return 1;
}

static size_t dense_scratch_bytes(const struct int8_dense *d) {
  return (size_t)d->depth * sizeof(staged) + 256;
}

static void dense(
    const struct int8_dense *d, const void *packed, const int8_t *input, int8_t *output,
    void *scratch) {
  const int32_t places = dense_places(d), groups = dense_groups(d);
  const double *const factor = packed;
  const int32_t *const bias = (const int32_t *)(factor + places);
  const uint8_t *weights = (const uint8_t *)(bias + places);
  staged *const values = scratch;
  memset(values + d->depth, 0, 8 * sizeof(staged));
  stage(values, input, (size_t)d->depth);
  for (int32_t first = 0; first < places; first += UNITS) {
    VECTOR sums[4];
    UNROLL for (int v = 0; v < 4; v++) sums[v] = V(load)(bias + first + v * LANES);
    for (int32_t group = 0; group < groups; group++, weights += UNITS * 4) {
      const struct V(group) x = V(group_at)(values + group * GROUP);
      UNROLL for (int v = 0; v < 4; v++) {
        sums[v] = V(group_products)(sums[v], x, V(load)(weights + v * LANES * 4));
      }
    }
    int32_t results[UNITS];
    UNROLL for (int v = 0; v < 4; v++) V(store)(results + v * LANES, sums[v]);
    int8_t bytes_out[UNITS];
    for (int i = 0; i < UNITS; i += 16) {
      rescale_units(d, results + i, factor + first + i, bytes_out + i);
    }
    const int32_t count = d->units - first < UNITS ? d->units - first : UNITS;
    memcpy(output + first, bytes_out, (size_t)count);
  }
}
