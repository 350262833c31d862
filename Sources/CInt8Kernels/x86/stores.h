// How the sums of a tile become bytes in memory. Included once for each set.

INLINE void y_store_tile(const struct tile *t, __m256i sums[MOST_PIXELS][2], const int P, const int N) {
  const __m256i lowest = y_set8(t->lowest), highest = y_set8(t->highest);
  if (N == 2) {
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
    return;
  }
  // Four pixels of eight channels, of which the packs interleave fours.
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
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

#if LEVEL == LEVEL_AVX2
// Of both 128-bit halves the lower 64 bits.
INLINE void y_store_strip(int8_t *to, __m256i bytes, int count) {
  x_store_first(
      to,
      _mm_unpacklo_epi64(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1)), count);
}
#else
INLINE void y_store_strip(int8_t *to, __m256i bytes, int count) { y_store_first(to, bytes, count); }
#endif
INLINE void x_store_strip(int8_t *to, __m128i bytes, int count) { x_store_first(to, bytes, count); }

#if LEVEL == LEVEL_AVX512VNNI
INLINE void z_store_strip(int8_t *to, __m512i bytes, int count) { z_store_first(to, bytes, count); }

INLINE void z_store_tile(const struct tile *t, __m512i sums[MOST_PIXELS][2], const int P, const int N) {
  const __m512i lowest = z_set8(t->lowest), highest = z_set8(t->highest);
  if (N == 2) {
    const __m512i order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
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
    return;
  }
  // Four pixels of sixteen channels, of which the packs interleave fours.
  const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
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
#endif
