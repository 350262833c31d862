// The widest vector of one LEVEL, for operators that go value by value: V(name), VECTOR and LANES stay
// set. Included once for each set.

#if LEVEL == LEVEL_AVX512VNNI
#define V(name) z_##name
#define VECTOR __m512i
#define LANES 16
// LANES bytes as 32 bits.
INLINE VECTOR widened(const int8_t *from) {
  return _mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)from));
}
INLINE VECTOR widened_unsigned(const uint8_t *from) {
  return _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)from));
}
#else
#define V(name) y_##name
#define VECTOR __m256i
#define LANES 8
INLINE VECTOR widened(const int8_t *from) {
  return _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)from));
}
INLINE VECTOR widened_unsigned(const uint8_t *from) {
  return _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)from));
}
#endif

// The constants of one rescaling, the same in every lane.
struct uniform {
  VECTOR multiplier, addend, shift, mask;
};

static struct uniform uniform(int32_t multiplier, int32_t shift, int32_t zero_point) {
  const int right = -shift;
  const int64_t upper =
      (right > 0 ? (int64_t)1 << (right - 1) : 0) + zero_point * ((int64_t)1 << right);
  const int64_t addend = ((int64_t)1 << 31) + upper * ((int64_t)1 << 32);
  int64_t lanes[8];
  for (int i = 0; i < 8; i++) lanes[i] = addend;
  return (struct uniform){
      V(set32)(multiplier), V(load)(lanes), V(set32)(right), V(set32)(right > 0 ? -1 : 0)};
}

// Rescales values shifted to the left by `left`.
INLINE VECTOR uniformly(VECTOR values, int left, const struct uniform *u) {
  const VECTOR twice = V(left)(values, V(set32)(left + 1));
  const VECTOR even = V(add64)(V(product)(twice, u->multiplier), u->addend);
  const VECTOR odd = V(add64)(V(product)(V(odd)(twice), u->multiplier), u->addend);
  const VECTOR sign = V(and)(V(sign)(twice), u->mask);
  return V(right)(V(add)(V(uppers)(even, odd), sign), u->shift);
}

// Four vectors of results as bytes in their order.
INLINE VECTOR in_order(const VECTOR sums[4], VECTOR lowest, VECTOR highest) {
#if LEVEL == LEVEL_AVX512VNNI
  const VECTOR order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
#else
  const VECTOR order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
#endif
  VECTOR bytes = V(pack16)(V(pack32)(sums[0], sums[1]), V(pack32)(sums[2], sums[3]));
#if LEVEL == LEVEL_AVX512VNNI
  bytes = _mm512_permutexvar_epi32(order, bytes);
#else
  bytes = _mm256_permutevar8x32_epi32(bytes, order);
#endif
  return V(least8)(V(most8)(bytes, lowest), highest);
}

// The sum of bytes.
static int32_t total(const uint8_t *bytes, size_t count, int is_unsigned) {
  if (count < 32) {
    int32_t sum = 0;
    if (is_unsigned) {
      for (size_t i = 0; i < count; i++) sum += bytes[i];
    } else {
      for (size_t i = 0; i < count; i++) sum += (int8_t)bytes[i];
    }
    return sum;
  }
  // As unsigned, in 64-bit lanes; a signed byte is 128 more with its sign bit turned.
  const __m256i turn = y_set8(is_unsigned ? 0 : -128);
  __m256i sums = y_zero();
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    sums = y_add64(sums, _mm256_sad_epu8(y_xor(y_load(bytes + i), turn), y_zero()));
  }
  int64_t lanes[4];
  y_store(lanes, sums);
  int64_t sum = lanes[0] + lanes[1] + lanes[2] + lanes[3] - (is_unsigned ? 0 : 128 * (int64_t)i);
  for (; i < count; i++) sum += is_unsigned ? bytes[i] : (int8_t)bytes[i];
  return (int32_t)sum;
}

// Products of values that fit 16 bits, whose upper halves are 0 or -1: one pair of products is the
// product.
INLINE VECTOR small_products(VECTOR a, VECTOR b) {
  return V(pairs)(V(and)(a, V(set32)(0xFFFF)), b);
}
