// A result for each byte. Included once for each set.

// Sixteen tables of sixteen results, of which the upper half of a byte chooses one. From uint8 to int8
// of the same scale, though, only a bit is turned.
static void map_bytes(
    const uint8_t table[256], const uint8_t *input, uint8_t *output, size_t count) {
  size_t i = 0;
  int others = 0;
  for (int j = 0; j < 256; j++) others |= table[j] ^ j ^ table[0];
  if (others == 0) {
    const __m256i turn = y_set8(table[0]);
    for (; i + 32 <= count; i += 32) y_store(output + i, y_xor(y_load(input + i), turn));
    for (; i < count; i++) output[i] = table[input[i]];
    return;
  }
#if LEVEL == LEVEL_AVX512VNNI
  __m512i tables[16];
  UNROLL for (int j = 0; j < 16; j++) {
    tables[j] = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(table + 16 * j)));
  }
  for (; i + 64 <= count; i += 64) {
    const __m512i bytes = z_load(input + i), low = z_and(bytes, z_set8(15));
    const __m512i high = z_and(_mm512_srli_epi16(bytes, 4), z_set8(15));
    __m512i result = z_zero();
    UNROLL for (int j = 0; j < 16; j++) {
      const __mmask64 here = _mm512_cmpeq_epi8_mask(high, z_set8(j));
      result = _mm512_mask_shuffle_epi8(result, here, tables[j], low);
    }
    z_store(output + i, result);
  }
#else
  __m256i tables[16];
  UNROLL for (int j = 0; j < 16; j++) {
    tables[j] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(table + 16 * j)));
  }
  for (; i + 32 <= count; i += 32) {
    const __m256i bytes = y_load(input + i), low = y_and(bytes, y_set8(15));
    const __m256i high = y_and(_mm256_srli_epi16(bytes, 4), y_set8(15));
    __m256i result = y_zero();
    UNROLL for (int j = 0; j < 16; j++) {
      const __m256i here = _mm256_cmpeq_epi8(high, y_set8(j));
      result = _mm256_or_si256(
          result, y_and(here, _mm256_shuffle_epi8(tables[j], low)));
    }
    y_store(output + i, result);
  }
#endif
  for (; i < count; i++) output[i] = table[input[i]];
}
