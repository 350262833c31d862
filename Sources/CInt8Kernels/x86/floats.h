// QUANTIZE of float, and FULLY_CONNECTED's rescaling in double precision. Included once for each set.

// A value of magnitude below 2^22 plus the number just below a half of its own sign, cut off, is the value
// rounded half away from zero: at n + 1/2 the sum rounds up to n + 1, below it stays below. Larger values
// saturate.
#define ALMOST_HALF 0x1.fffffep-2f

struct quantization {
  float scale, zero_point, lowest, highest;
};

#if LEVEL == LEVEL_AVX512VNNI
#define FLOATS 16
INLINE sixteen quantized(const float *from, const struct quantization *q) {
  __m512 steps = _mm512_div_ps(_mm512_loadu_ps(from), _mm512_set1_ps(q->scale));
  steps = _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(steps, steps, _CMP_ORD_Q), steps);
  const __m512 sign = _mm512_and_ps(steps, _mm512_set1_ps(-0.0f));
  steps = _mm512_add_ps(steps, _mm512_or_ps(sign, _mm512_set1_ps(ALMOST_HALF)));
  // Cut off before the zero point is added: behind it, cutting off would round towards it.
  steps = _mm512_roundscale_ps(steps, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
  steps = _mm512_add_ps(steps, _mm512_set1_ps(q->zero_point));
  steps = _mm512_min_ps(
      _mm512_max_ps(steps, _mm512_set1_ps(q->lowest)), _mm512_set1_ps(q->highest));
  return _mm512_cvtepi32_epi8(_mm512_cvttps_epi32(steps));
}
#else
#define FLOATS 8
INLINE sixteen quantized(const float *from, const struct quantization *q) {
  __m256 steps = _mm256_div_ps(_mm256_loadu_ps(from), _mm256_set1_ps(q->scale));
  steps = _mm256_and_ps(steps, _mm256_cmp_ps(steps, steps, _CMP_ORD_Q));
  const __m256 sign = _mm256_and_ps(steps, _mm256_set1_ps(-0.0f));
  steps = _mm256_add_ps(steps, _mm256_or_ps(sign, _mm256_set1_ps(ALMOST_HALF)));
  steps = _mm256_round_ps(steps, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
  steps = _mm256_add_ps(steps, _mm256_set1_ps(q->zero_point));
  steps = _mm256_min_ps(
      _mm256_max_ps(steps, _mm256_set1_ps(q->lowest)), _mm256_set1_ps(q->highest));
  const __m256i whole = _mm256_cvttps_epi32(steps);
  // Only the low bytes, signed or not.
  const __m128i words = _mm_packus_epi32(
      _mm_and_si128(_mm256_castsi256_si128(whole), _mm_set1_epi32(255)),
      _mm_and_si128(_mm256_extracti128_si256(whole, 1), _mm_set1_epi32(255)));
  return _mm_packus_epi16(words, words);
}
#endif

static void quantize_floats(
    float scale, float zero_point, float lowest, float highest, const float *input,
    uint8_t *output, size_t count) {
  const struct quantization q = {scale, zero_point, lowest, highest};
  size_t i = 0;
  for (; i + FLOATS <= count; i += FLOATS) x_store_first(output + i, quantized(input + i, &q), FLOATS);
  if (i < count) {
    float rest[FLOATS] = {0};
    memcpy(rest, input + i, (count - i) * sizeof(float));
    x_store_first(output + i, quantized(rest, &q), (int)(count - i));
  }
}

// Sixteen sums as bytes: each times its factor, rounded, plus the zero point, within the limits. A value
// of magnitude below 2^52 plus the number just below a half of its own sign, cut off, is the value rounded
// half away from zero: at n + 1/2 the sum rounds up to n + 1, below it stays below.
INLINE void rescale_units(
    const struct int8_dense *d, const int32_t *sums, const double *factors, int8_t *output) {
  const double half = 0x1.fffffffffffffp-2;
  // The limits less the zero point, so that whatever is within them fits 32 bits.
  const double least = d->lowest - d->output_zero_point;
  const double most = d->highest - d->output_zero_point;
  const __m128i zero_point = x_set32(d->output_zero_point);
  __m128i whole[4];
#if LEVEL == LEVEL_AVX512VNNI
  UNROLL for (int k = 0; k < 2; k++) {
    __m512d value = _mm512_mul_pd(
        _mm512_cvtepi32_pd(y_load(sums + 8 * k)), _mm512_loadu_pd(factors + 8 * k));
    const __m512d sign = _mm512_and_pd(value, _mm512_set1_pd(-0.0));
    value = _mm512_add_pd(value, _mm512_or_pd(sign, _mm512_set1_pd(half)));
    value = _mm512_min_pd(_mm512_max_pd(value, _mm512_set1_pd(least)), _mm512_set1_pd(most));
    const __m256i cut = _mm512_cvttpd_epi32(value);
    whole[2 * k] = x_add(_mm256_castsi256_si128(cut), zero_point);
    whole[2 * k + 1] = x_add(_mm256_extracti128_si256(cut, 1), zero_point);
  }
#else
  UNROLL for (int k = 0; k < 4; k++) {
    __m256d value =
        _mm256_mul_pd(_mm256_cvtepi32_pd(x_load(sums + 4 * k)), _mm256_loadu_pd(factors + 4 * k));
    const __m256d sign = _mm256_and_pd(value, _mm256_set1_pd(-0.0));
    value = _mm256_add_pd(value, _mm256_or_pd(sign, _mm256_set1_pd(half)));
    value = _mm256_min_pd(_mm256_max_pd(value, _mm256_set1_pd(least)), _mm256_set1_pd(most));
    whole[k] = x_add(_mm256_cvttpd_epi32(value), zero_point);
  }
#endif
  x_store(output, x_pack16(x_pack32(whole[0], whole[1]), x_pack32(whole[2], whole[3])));
}
