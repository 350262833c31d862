// MEAN and SUM. Included once for each set, with the widest vector.

static void accumulate(int32_t *sums, const uint8_t *bytes, size_t count, int is_unsigned) {
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    const VECTOR values =
        is_unsigned ? widened_unsigned(bytes + i) : widened((const int8_t *)bytes + i);
    V(store)(sums + i, V(add)(V(load)(sums + i), values));
  }
  for (; i < count; i++) sums[i] += is_unsigned ? bytes[i] : (int8_t)bytes[i];
}

static void rescale_sums(
    int32_t multiplier, int32_t shift, int32_t offset, int32_t zero_point, int32_t lowest,
    int32_t highest, const int32_t *sums, uint8_t *output, size_t count) {
  const struct uniform scale = uniform(multiplier, shift, zero_point);
  const VECTOR offsets = V(set32)(offset);
  for (size_t i = 0; i < count; i += LANES) {
    int32_t rest[LANES];
    const int32_t *from = sums + i;
    const int many = count - i < LANES ? (int)(count - i) : LANES;
    if (many < LANES) {
      memset(rest, 0, sizeof rest);
      from = memcpy(rest, from, (size_t)many * 4);
    }
    int32_t values[LANES];
    V(store)(values, uniformly(V(sub)(V(load)(from), offsets), 0, &scale));
    for (int k = 0; k < many; k++) {
      const int32_t value = values[k] < lowest ? lowest : values[k];
      output[i + k] = (uint8_t)(value > highest ? highest : value);
    }
  }
}
