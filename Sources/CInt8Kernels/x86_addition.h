// ADD of two tensors of one shape, on vectors of 32-bit lanes; included once for each LEVEL.

#if LEVEL == LEVEL_AVX512VNNI
#define V(name) z_##name
#define VECTOR __m512i
#define LANES 16
INLINE VECTOR widened(const int8_t *from) {
  return _mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)from));
}
#else
#define V(name) y_##name
#define VECTOR __m256i
#define LANES 8
INLINE VECTOR widened(const int8_t *from) {
  return _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)from));
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

// `twice` is the value times 2.
INLINE VECTOR uniformly(VECTOR twice, const struct uniform *u) {
  const VECTOR even = V(add64)(V(product)(twice, u->multiplier), u->addend);
  const VECTOR odd = V(add64)(V(product)(V(odd)(twice), u->multiplier), u->addend);
  const VECTOR sign = V(and)(V(sign)(twice), u->mask);
  return V(right)(V(add)(V(uppers)(even, odd), sign), u->shift);
}

static int can_add(const struct int8_addition *a) {
  // Operands are at most 255 * 2^20 < 2^28 in magnitude, halved at least by their multipliers; the sum
  // is below 2^29.
  return a->first_multiplier > 0 && a->second_multiplier > 0 && a->multiplier > 0 &&
         a->first_shift <= 0 && a->first_shift >= -22 && a->second_shift <= 0 &&
         a->second_shift >= -22 && a->shift <= 0 && a->shift >= -22;
}

INLINE VECTOR added(
    VECTOR a, VECTOR b, VECTOR first_zero, VECTOR second_zero, const struct uniform *first,
    const struct uniform *second, const struct uniform *both, VECTOR twenty_one) {
  const VECTOR x = V(left)(V(sub)(a, first_zero), twenty_one);
  const VECTOR y = V(left)(V(sub)(b, second_zero), twenty_one);
  const VECTOR sum = V(add)(uniformly(x, first), uniformly(y, second));
  return uniformly(V(add)(sum, sum), both);
}

static void add_values(
    const struct int8_addition *a, const int8_t *first, const int8_t *second, int8_t *output,
    size_t count) {
  const struct uniform one = uniform(a->first_multiplier, a->first_shift, 0);
  const struct uniform two = uniform(a->second_multiplier, a->second_shift, 0);
  const struct uniform both = uniform(a->multiplier, a->shift, a->output_zero_point);
  const VECTOR first_zero = V(set32)(a->first_zero_point);
  const VECTOR second_zero = V(set32)(a->second_zero_point);
  const VECTOR twenty_one = V(set32)(21);
  const VECTOR lowest = V(set8)(a->lowest), highest = V(set8)(a->highest);
#if LEVEL == LEVEL_AVX512VNNI
  const VECTOR order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
#else
  const VECTOR order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
#endif
  for (size_t i = 0; i < count; i += LANES * 4) {
    int8_t ends[2][LANES * 4];
    const int8_t *from_first = first + i, *from_second = second + i;
    const size_t left = count - i;
    if (left < LANES * 4) {
      // Nothing is read behind the end.
      memset(ends, 0, sizeof ends);
      memcpy(ends[0], from_first, left);
      memcpy(ends[1], from_second, left);
      from_first = ends[0];
      from_second = ends[1];
    }
    VECTOR sums[4];
    UNROLL for (int j = 0; j < 4; j++) {
      sums[j] = added(
          widened(from_first + j * LANES), widened(from_second + j * LANES), first_zero,
          second_zero, &one, &two, &both, twenty_one);
    }
    VECTOR bytes = V(pack16)(V(pack32)(sums[0], sums[1]), V(pack32)(sums[2], sums[3]));
#if LEVEL == LEVEL_AVX512VNNI
    bytes = _mm512_permutexvar_epi32(order, bytes);
#else
    bytes = _mm256_permutevar8x32_epi32(bytes, order);
#endif
    bytes = V(least8)(V(most8)(bytes, lowest), highest);
    V(store_first)(output + i, bytes, left < LANES * 4 ? (int)left : LANES * 4);
  }
}

#undef V
#undef VECTOR
#undef LANES
