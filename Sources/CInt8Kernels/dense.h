// FULLY_CONNECTED. Included once for each set, with the widest vector.

// Units that are computed together, in up to four vectors: the last ones in fewer.
#define UNITS (4 * LANES)
// Bytes of weights that are asked for ahead of their use.
#define AHEAD 2048

static int32_t dense_places(const struct int8_dense *d) {
  return (d->units + UNITS - 1) / UNITS * UNITS;
}

// Vectors of the block of units that begins at `first`.
static int dense_vectors(const struct int8_dense *d, int32_t first) {
  const int32_t left = d->units - first;
  return left >= UNITS ? 4 : (left + LANES - 1) / LANES;
}

static int32_t dense_groups(const struct int8_dense *d) { return (d->depth + GROUP - 1) / GROUP; }

// What lies in packed weights: numbers of 24 bytes for each place, then the weights.
struct dense_arrays {
  double *factor;
  int32_t *bias;
  // The form in floats, and whether all UNITS from here on have one.
  float *scale, *offset;
  int32_t *is_real;
  uint8_t *weights;
};

static struct dense_arrays dense_arrays(const struct int8_dense *d, const void *packed) {
  const size_t places = (size_t)dense_places(d);
  char *const bytes = (char *)packed;
  return (struct dense_arrays){
      (double *)bytes,
      (int32_t *)(bytes + places * 8),
      (float *)(bytes + places * 12),
      (float *)(bytes + places * 16),
      (int32_t *)(bytes + places * 20),
      (uint8_t *)(bytes + places * 24)};
}

static size_t dense_packed_bytes(const struct int8_dense *d) {
  const int32_t places = dense_places(d);
  // Only the last block may have fewer than four vectors.
  const size_t missing = places > 0 ? 4 - (size_t)dense_vectors(d, places - UNITS) : 0;
  const size_t weights = (size_t)places - missing * LANES;
  return (size_t)places * 24 + weights * (size_t)dense_groups(d) * GROUP * WEIGHT_BYTES;
}

#if HAS_REALS
// A sum's result by the definition: one product in double precision, one rounding, halves away from zero.
static int dense_result(const struct int8_dense *d, int64_t sum, double factor) {
  const double value = round((double)sum * factor) + d->output_zero_point;
  return value < d->lowest ? d->lowest : value > d->highest ? d->highest : (int)value;
}

// Looks for a unit's form in floats, as find_real_form() does for a channel's.
static int find_dense_form(
    const struct int8_dense *d, double factor, int64_t lowest, int64_t highest,
    struct real_form *form) {
  // Whatever the sum, the float fits 32 bits.
  if (!(factor > 0) || (double)(highest - lowest) * factor > 0x1p29) return 0;
  // Nor does a sum wrap around on its way, counted from any centre.
  if (lowest <= INT32_MIN / 2 || highest > INT32_MAX / 2) return 0;
  const int is_signed = d->lowest < d->output_zero_point;
  const int first = dense_result(d, lowest, factor), last = dense_result(d, highest, factor);
  if (first == last) return 0;
  form->centre = is_signed ? 0 : steps_centre(factor, d->output_zero_point, lowest, highest);
  struct staircase s;
  s.count = last - first;
  for (int i = 0; i < whole_steps(s.count); i++) {
    const int result = first + i < last ? first + i + 1 : last;
    int64_t x = (int64_t)ceil((result - d->output_zero_point - 0.5) / factor);
    // The estimate is at most one off.
    x += dense_result(d, x, factor) < result;
    x -= dense_result(d, x - 1, factor) >= result;
    if (dense_result(d, x, factor) < result || dense_result(d, x - 1, factor) >= result ||
        !set_step(
            &s, i, is_signed, x - form->centre, result - (is_signed ? d->output_zero_point : 0))) {
      return 0;
    }
  }
  demand_ends(
      &s, is_signed, d->output_zero_point, lowest - form->centre, highest - form->centre, first, last,
      d->lowest, d->highest);
  return fit_steps(&s, factor, form);
}
#endif

// Biases less the inputs' offset times the sum of the weights, and the forms in floats. Returns 0 where a
// bias leaves 32 bits, or without memory.
static int dense_pack_units(
    const struct int8_dense *d, const int16_t *weights, const int32_t *biases,
    const double *factors, const struct dense_arrays *to) {
  int64_t *const negative = malloc(2 * sizeof(int64_t) * (size_t)d->units);
  if (!negative) return 0;
  int64_t *const positive = negative + d->units;
  signed_weight_sums(weights, d->depth, d->units, negative, positive);
  int done = 1;
  for (int32_t first = 0; done && first < d->units; first += UNITS) {
    const int32_t end = first + UNITS < d->units ? first + UNITS : d->units;
    struct real_form forms[UNITS];
    int is_real = HAS_REALS;
    for (int32_t unit = first; done && unit < end; unit++) {
      const int64_t sum = negative[unit] + positive[unit];
      const int64_t bias = biases[unit] - (d->input_zero_point + STAGED_OFFSET) * sum;
      done = bias == (int32_t)bias;
      to->factor[unit] = factors[unit];
      to->bias[unit] = (int32_t)bias;
#if HAS_REALS
      const int64_t least = -128 - d->input_zero_point, most = 127 - d->input_zero_point;
      is_real = is_real &&
                find_dense_form(
                    d, factors[unit], biases[unit] + negative[unit] * most + positive[unit] * least,
                    biases[unit] + negative[unit] * least + positive[unit] * most,
                    &forms[unit - first]);
#endif
    }
    to->is_real[first / UNITS] = is_real;
    for (int32_t unit = first; done && is_real && unit < end; unit++) {
      const struct real_form *form = &forms[unit - first];
      to->bias[unit] = centred_bias(to->bias[unit], form->centre);
      to->scale[unit] = form->scale;
      to->offset[unit] = form->offset;
    }
  }
  free(negative);
  return done;
}

static int dense_pack(
    const struct int8_dense *d, const int16_t *weights, const int32_t *biases,
    const double *factors, void *packed) {
  const int32_t places = dense_places(d), groups = dense_groups(d);
  const struct dense_arrays to = dense_arrays(d, packed);
  memset(packed, 0, (size_t)places * 24);
  if (!dense_pack_units(d, weights, biases, factors, &to)) return 0;
  uint8_t *at_group = to.weights;
  for (int32_t first = 0; first < places; first += UNITS) {
    const int width = dense_vectors(d, first) * LANES;
    for (int32_t group = 0; group < groups; group++, at_group += width * GROUP * WEIGHT_BYTES) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < GROUP; j++) {
          const int32_t k = group * GROUP + j, unit = first + i;
          const int at = group_position(i, j);
          const int16_t weight =
              k < d->depth && unit < d->units ? weights[(size_t)k * d->units + unit] : 0;
          if (WEIGHT_BYTES == 2) {
            memcpy(at_group + 2 * at, &weight, 2);
          } else if (weight < LEAST_WEIGHT || weight > 127) {
            // With a zero point taken off they may not fit.
            return 0;
          } else {
            at_group[at] = (uint8_t)weight;
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

// The sums of N vectors of units; two of each, as a multiply-add takes longer than those of one group.
// Returns where the next weights are.
INLINE const uint8_t *dense_sums(
    int32_t groups, const staged *values, const int32_t *bias, const uint8_t *weights,
    VECTOR sums[4], const int N) {
  VECTOR others[4];
  UNROLL for (int v = 0; v < 4; v++) {
    sums[v] = v < N ? V(load)(bias + v * LANES) : V(zero)();
    others[v] = V(zero)();
  }
  int32_t group = 0;
  for (; group + 2 <= groups; group += 2, weights += 2 * N * LANES * 4) {
    const struct V(group) x = V(group_at)(values + group * GROUP);
    const struct V(group) y = V(group_at)(values + (group + 1) * GROUP);
    UNROLL for (int v = 0; v < N; v++) {
      __builtin_prefetch(weights + v * LANES * 4 + AHEAD);
      __builtin_prefetch(weights + (N + v) * LANES * 4 + AHEAD);
      sums[v] = V(group_products)(sums[v], x, V(load)(weights + v * LANES * 4));
      others[v] = V(group_products)(others[v], y, V(load)(weights + (N + v) * LANES * 4));
    }
  }
  if (group < groups) {
    const struct V(group) x = V(group_at)(values + group * GROUP);
    UNROLL for (int v = 0; v < N; v++) {
      sums[v] = V(group_products)(sums[v], x, V(load)(weights + v * LANES * 4));
    }
    weights += N * LANES * 4;
  }
  UNROLL for (int v = 0; v < N; v++) sums[v] = V(add)(sums[v], others[v]);
  return weights;
}

#if HAS_REALS
INLINE VECTOR dense_reals(
    const struct int8_dense *d, const struct dense_arrays *from, int32_t first, VECTOR sums[4]) {
  const int is_signed = d->lowest < d->output_zero_point;
  UNROLL for (int v = 0; v < 4; v++) {
    const VECTOR scale = V(load)(from->scale + first + v * LANES);
    const VECTOR offset = V(load)(from->offset + first + v * LANES);
    sums[v] = is_signed ? V(signed_real)(sums[v], scale, offset, d->output_zero_point)
                        : V(real)(sums[v], scale, offset);
  }
  return in_order(sums, V(set8)(d->lowest), V(set8)(d->highest));
}
#endif

static void dense(
    const struct int8_dense *d, const void *packed, const int8_t *input, int8_t *output,
    void *scratch) {
  const int32_t places = dense_places(d), groups = dense_groups(d);
  const struct dense_arrays from = dense_arrays(d, packed);
  const uint8_t *weights = from.weights;
  staged *const values = scratch;
  memset(values + d->depth, 0, 8 * sizeof(staged));
  stage(values, input, (size_t)d->depth);
  for (int32_t first = 0; first < places; first += UNITS) {
    VECTOR sums[4];
    switch (dense_vectors(d, first)) {
      case 1: weights = dense_sums(groups, values, from.bias + first, weights, sums, 1); break;
      case 2: weights = dense_sums(groups, values, from.bias + first, weights, sums, 2); break;
      case 3: weights = dense_sums(groups, values, from.bias + first, weights, sums, 3); break;
      default: weights = dense_sums(groups, values, from.bias + first, weights, sums, 4);
    }
    const int32_t count = d->units - first < UNITS ? d->units - first : UNITS;
#if HAS_REALS
    if (from.is_real[first / UNITS]) {
      V(store_first)(output + first, dense_reals(d, &from, first, sums), count);
      continue;
    }
#endif
    int32_t results[UNITS];
    UNROLL for (int v = 0; v < 4; v++) V(store)(results + v * LANES, sums[v]);
    int8_t bytes_out[UNITS];
    for (int i = 0; i < UNITS; i += 16) {
      rescale_units(d, results + i, from.factor + first + i, bytes_out + i);
    }
    memcpy(output + first, bytes_out, (size_t)count);
  }
}
