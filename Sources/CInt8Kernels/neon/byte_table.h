// A result for each byte. Included once for each set.

// Four tables of 64 results, each of which leaves alone what is beyond it.
static void map_bytes(
    const uint8_t table[256], const uint8_t *input, uint8_t *output, size_t count) {
  uint8x16x4_t tables[4];
  UNROLL for (int j = 0; j < 4; j++) {
    UNROLL for (int k = 0; k < 4; k++) tables[j].val[k] = vld1q_u8(table + 64 * j + 16 * k);
  }
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    const uint8x16_t bytes = vld1q_u8(input + i);
    uint8x16_t result = vqtbl4q_u8(tables[0], bytes);
    UNROLL for (int j = 1; j < 4; j++) {
      result = vqtbx4q_u8(result, tables[j], vsubq_u8(bytes, vdupq_n_u8((uint8_t)(64 * j))));
    }
    vst1q_u8(output + i, result);
  }
  for (; i < count; i++) output[i] = table[input[i]];
}
