// Elementwise operators on vectors of 32-bit lanes; included once for each LEVEL.

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

static int can_multiply(const struct int8_product *p) {
  return p->multiplier > 0 && p->shift <= 0 && p->shift >= -22;
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

// Goes through the rows, four vectors at a time; nothing is read or written behind a row's end.
#define FOR_ROWS(RESULT)                                                                          \
  for (size_t y = 0; y < r->rows; y++) {                                                          \
    const int8_t *one = first + y * r->first_step, *two = second + y * r->second_step;            \
    int8_t *to = output + y * r->row;                                                             \
    for (size_t i = 0; i < r->row; i += LANES * 4) {                                              \
      int8_t ends[2][LANES * 4];                                                                  \
      const int8_t *a = one + i, *b = two + i;                                                    \
      const size_t left = r->row - i;                                                             \
      if (left < LANES * 4) {                                                                     \
        memset(ends, 0, sizeof ends);                                                             \
        memcpy(ends[0], a, left);                                                                 \
        memcpy(ends[1], b, left);                                                                 \
        a = ends[0];                                                                              \
        b = ends[1];                                                                              \
      }                                                                                           \
      VECTOR sums[4];                                                                             \
      UNROLL for (int j = 0; j < 4; j++) {                                                        \
        const VECTOR x = V(sub)(widened(a + j * LANES), first_zero);                              \
        const VECTOR y = V(sub)(widened(b + j * LANES), second_zero);                             \
        sums[j] = RESULT;                                                                         \
      }                                                                                           \
      V(store_first)(                                                                             \
          to + i, in_order(sums, lowest, highest), left < LANES * 4 ? (int)left : LANES * 4);     \
    }                                                                                             \
  }

static void add_values(
    const struct int8_addition *a_, const struct int8_rows *r, const int8_t *first,
    const int8_t *second, int8_t *output) {
  const struct uniform one_ = uniform(a_->first_multiplier, a_->first_shift, 0);
  const struct uniform two_ = uniform(a_->second_multiplier, a_->second_shift, 0);
  const struct uniform both = uniform(a_->multiplier, a_->shift, a_->output_zero_point);
  const VECTOR first_zero = V(set32)(a_->first_zero_point);
  const VECTOR second_zero = V(set32)(a_->second_zero_point);
  const VECTOR nineteen = V(set32)(19), twenty_one = V(set32)(21);
  const VECTOR lowest = V(set8)(a_->lowest), highest = V(set8)(a_->highest);
  // The operand with the larger scale is halved, which a shift does exactly.
  const int halves_first = a_->first_multiplier == 1 << 30 && a_->first_shift == 0;
  const int halves_second = a_->second_multiplier == 1 << 30 && a_->second_shift == 0;
#define SUM(x, y) uniformly(V(left)(V(add)(x, y), V(set32)(1)), &both)
  if (halves_first) {
    FOR_ROWS(SUM(V(left)(x, nineteen), uniformly(V(left)(y, twenty_one), &two_)))
  } else if (halves_second) {
    FOR_ROWS(SUM(uniformly(V(left)(x, twenty_one), &one_), V(left)(y, nineteen)))
  } else {
    FOR_ROWS(
        SUM(uniformly(V(left)(x, twenty_one), &one_), uniformly(V(left)(y, twenty_one), &two_)))
  }
#undef SUM
}

static void multiply_values(
    const struct int8_product *p, const struct int8_rows *r, const int8_t *first,
    const int8_t *second, int8_t *output) {
  const struct uniform scale = uniform(p->multiplier, p->shift, p->output_zero_point);
  const VECTOR first_zero = V(set32)(p->first_zero_point);
  const VECTOR second_zero = V(set32)(p->second_zero_point);
  const VECTOR lowest = V(set8)(p->lowest), highest = V(set8)(p->highest);
  // Both factors fit 16 bits, and their upper halves are 0 or -1: one pair of products is the product.
  const VECTOR low = V(set32)(0xFFFF);
  FOR_ROWS(uniformly(V(left)(V(pairs)(V(and)(x, low), y), V(set32)(1)), &scale))
}
#undef FOR_ROWS

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

// MARK: Pooling

// The part of a window of `taps` that lies inside the image, from `start` on.
static void inside(int32_t start, int32_t taps, int32_t size, int32_t *first, int32_t *end) {
  *first = start < 0 ? -start : 0;
  *end = start + taps > size ? size - start : taps;
  if (*end < *first) *end = *first;
}

static size_t pool_scratch_bytes(const struct int8_layer *l) {
  return (size_t)l->input_width * l->input_channels + 64;
}

// First the largest of the window's rows, a whole row of the image at once, then of its columns.
static void pool_largest(
    const struct int8_layer *l, const int8_t *input, int8_t *output, void *scratch) {
  const size_t channels = l->input_channels, row = (size_t)l->input_width * channels;
  const __m128i lowest = x_set8(l->lowest), highest = x_set8(l->highest);
  int8_t *const most = scratch;
  size_t left = (size_t)l->output_height * l->output_width * channels;
  for (int32_t y = 0; y < l->output_height; y++) {
    const int32_t top = y * l->stride_height - l->padding_top;
    int32_t first, end;
    inside(top, l->kernel_height, l->input_height, &first, &end);
    memset(most, -128, row + 64);
    for (int32_t i = first; i < end; i++) {
      const int8_t *from = input + (size_t)(top + i) * row;
      size_t c = 0;
      for (; c + 32 <= row; c += 32) y_store(most + c, y_most8(y_load(most + c), y_load(from + c)));
      for (; c < row; c++) most[c] = most[c] > from[c] ? most[c] : from[c];
    }
    for (int32_t x = 0; x < l->output_width; x++) {
      const int32_t start = x * l->stride_width - l->padding_left;
      inside(start, l->kernel_width, l->input_width, &first, &end);
      const int8_t *const window = most + (ptrdiff_t)start * (ptrdiff_t)channels;
      for (size_t c = 0; c < channels; c += 16) {
        __m128i value = x_set8(-128);
        for (int32_t j = first; j < end; j++) {
          value = x_most8(value, x_load(window + (size_t)j * channels + c));
        }
        value = x_least8(x_most8(value, lowest), highest);
        const size_t many = channels - c < 16 ? channels - c : 16;
        // What is written behind the channels, the next pixel writes again; not behind the tensor.
        x_store_first(output, value, left >= 16 ? 16 : (int)left);
        output += many;
        left -= many;
      }
    }
  }
}

static void pool_mean(const struct int8_layer *l, const int8_t *input, int8_t *output) {
  const size_t channels = l->input_channels;
  for (int32_t y = 0; y < l->output_height; y++) {
    int32_t first_row, end_row;
    const int32_t top = y * l->stride_height - l->padding_top;
    inside(top, l->kernel_height, l->input_height, &first_row, &end_row);
    for (int32_t x = 0; x < l->output_width; x++, output += channels) {
      int32_t first, end;
      const int32_t left = x * l->stride_width - l->padding_left;
      inside(left, l->kernel_width, l->input_width, &first, &end);
      const int32_t count = (end_row - first_row) * (end - first);
      const int8_t *const corner =
          input + ((ptrdiff_t)top * l->input_width + left) * (ptrdiff_t)channels;
      for (size_t c = 0; c < channels; c += 16) {
        const int many = channels - c < 16 ? (int)(channels - c) : 16;
        __m256i low = y_zero(), high = y_zero();
        for (int32_t i = first_row; i < end_row; i++) {
          for (int32_t j = first; j < end; j++) {
            const int8_t *from =
                corner + ((ptrdiff_t)i * l->input_width + j) * (ptrdiff_t)channels + c;
            int8_t rest[16];
            if (many < 16) from = memcpy(rest, from, (size_t)many);
            low = y_add(low, _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)from)));
            high = y_add(high, _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)(from + 8))));
          }
        }
        int32_t sums[16];
        y_store(sums, low);
        y_store(sums + 8, high);
        for (int k = 0; k < many; k++) {
          int32_t value = count == 0  ? 0
                          : sums[k] > 0 ? (sums[k] + count / 2) / count
                                        : (sums[k] - count / 2) / count;
          if (value < l->lowest) value = l->lowest;
          output[c + k] = (int8_t)(value > l->highest ? l->highest : value);
        }
      }
    }
  }
}

// MARK: Sums

static void accumulate(int32_t *sums, const uint8_t *bytes, size_t count, int is_unsigned) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const __m128i eight = _mm_loadl_epi64((const __m128i *)(bytes + i));
    const __m256i values =
        is_unsigned ? _mm256_cvtepu8_epi32(eight) : _mm256_cvtepi8_epi32(eight);
    y_store(sums + i, y_add(y_load(sums + i), values));
  }
  for (; i < count; i++) sums[i] += is_unsigned ? bytes[i] : (int8_t)bytes[i];
}

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

static void rescale_sums(
    int32_t multiplier, int32_t shift, int32_t offset, int32_t zero_point, int32_t lowest,
    int32_t highest, const int32_t *sums, uint8_t *output, size_t count) {
  const struct uniform scale = uniform(multiplier, shift, zero_point);
  const VECTOR offsets = V(set32)(offset), one = V(set32)(1);
  for (size_t i = 0; i < count; i += LANES) {
    int32_t rest[LANES];
    const int32_t *from = sums + i;
    const int many = count - i < LANES ? (int)(count - i) : LANES;
    if (many < LANES) {
      memset(rest, 0, sizeof rest);
      from = memcpy(rest, from, (size_t)many * 4);
    }
    int32_t values[LANES];
    V(store)(values, uniformly(V(left)(V(sub)(V(load)(from), offsets), one), &scale));
    for (int k = 0; k < many; k++) {
      const int32_t value = values[k] < lowest ? lowest : values[k];
      output[i + k] = (uint8_t)(value > highest ? highest : value);
    }
  }
}

// MARK: Floats

// To the nearest whole number, halves away from zero: what is cut off decides, and it is exact.
INLINE __m256 rounded(__m256 value) {
  const __m256 sign = _mm256_set1_ps(-0.0f);
  const __m256 whole = _mm256_round_ps(value, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
  const __m256 rest = _mm256_andnot_ps(sign, _mm256_sub_ps(value, whole));
  const __m256 one = _mm256_or_ps(_mm256_and_ps(value, sign), _mm256_set1_ps(1));
  const __m256 up = _mm256_cmp_ps(rest, _mm256_set1_ps(0.5f), _CMP_GE_OQ);
  return _mm256_add_ps(whole, _mm256_and_ps(up, one));
}

static void quantize_floats(
    float scale, float zero_point, float lowest, float highest, const float *input,
    uint8_t *output, size_t count) {
  const __m256 scales = _mm256_set1_ps(scale), zeros = _mm256_set1_ps(zero_point);
  const __m256 least = _mm256_set1_ps(lowest), most = _mm256_set1_ps(highest);
  for (size_t i = 0; i < count; i += 8) {
    float rest[8];
    const float *from = input + i;
    const int many = count - i < 8 ? (int)(count - i) : 8;
    if (many < 8) {
      memset(rest, 0, sizeof rest);
      from = memcpy(rest, from, (size_t)many * 4);
    }
    __m256 steps = rounded(_mm256_div_ps(_mm256_loadu_ps(from), scales));
    steps = _mm256_and_ps(steps, _mm256_cmp_ps(steps, steps, _CMP_ORD_Q));
    const __m256 value = _mm256_min_ps(_mm256_max_ps(_mm256_add_ps(steps, zeros), least), most);
    const __m256i whole = _mm256_cvttps_epi32(value);
    // Only the low bytes, signed or not.
    const __m128i words = _mm_packus_epi32(
        _mm_and_si128(_mm256_castsi256_si128(whole), _mm_set1_epi32(255)),
        _mm_and_si128(_mm256_extracti128_si256(whole, 1), _mm_set1_epi32(255)));
    x_store_first(output + i, _mm_packus_epi16(words, words), many);
  }
}

// MARK: Fully connected

#if LEVEL == LEVEL_AVX512VNNI
#define UNITS 64
#else
#define UNITS 32
#endif

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
  for (int32_t first = 0; first < places; first += UNITS)
    for (int32_t group = 0; group < groups; group++)
      for (int i = 0; i < UNITS; i++)
        for (int j = 0; j < GROUP; j++) {
          const int32_t k = group * GROUP + j, unit = first + i;
          const int16_t weight =
              k < d->depth && unit < d->units ? weights[(size_t)k * d->units + unit] : 0;
#if LEVEL == LEVEL_AVX2
          memcpy(to, &weight, 2);
          to += 2;
#else
          // With a zero point taken off they may not fit.
          if (weight < -128 || weight > 127) return 0;
          *to++ = (uint8_t)weight;
#endif
        }
  return 1;
}

static size_t dense_scratch_bytes(const struct int8_dense *d) {
  return (size_t)d->depth * sizeof(staged) + 256;
}

INLINE __m256d rounded_double(__m256d value) {
  const __m256d sign = _mm256_set1_pd(-0.0);
  const __m256d whole = _mm256_round_pd(value, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
  const __m256d rest = _mm256_andnot_pd(sign, _mm256_sub_pd(value, whole));
  const __m256d one = _mm256_or_pd(_mm256_and_pd(value, sign), _mm256_set1_pd(1));
  const __m256d up = _mm256_cmp_pd(rest, _mm256_set1_pd(0.5), _CMP_GE_OQ);
  return _mm256_add_pd(whole, _mm256_and_pd(up, one));
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
  // The limits less the zero point, so that whatever is within them fits 32 bits.
  const __m256d least = _mm256_set1_pd(d->lowest - d->output_zero_point);
  const __m256d most = _mm256_set1_pd(d->highest - d->output_zero_point);
  const __m128i zero_point = x_set32(d->output_zero_point);
  for (int32_t first = 0; first < places; first += UNITS) {
    VECTOR sums[4];
    UNROLL for (int v = 0; v < 4; v++) sums[v] = V(load)(bias + first + v * LANES);
    for (int32_t group = 0; group < groups; group++, weights += UNITS * 4) {
      int32_t bytes;
      memcpy(&bytes, values + group * GROUP, 4);
      const VECTOR x = V(set32)(bytes);
      UNROLL for (int v = 0; v < 4; v++) {
#if LEVEL == LEVEL_AVX2
        sums[v] = V(add)(sums[v], V(pairs)(x, V(load)(weights + v * LANES * 4)));
#else
        sums[v] = V(quads)(sums[v], x, V(load)(weights + v * LANES * 4));
#endif
      }
    }
    int32_t results[UNITS];
    UNROLL for (int v = 0; v < 4; v++) V(store)(results + v * LANES, sums[v]);
    int8_t bytes_out[UNITS];
    for (int i = 0; i < UNITS; i += 16) {
      __m128i whole[4];
      UNROLL for (int k = 0; k < 4; k++) {
        const int at = i + 4 * k;
        __m256d value = _mm256_mul_pd(
            _mm256_cvtepi32_pd(x_load(results + at)), _mm256_loadu_pd(factor + first + at));
        value = _mm256_min_pd(_mm256_max_pd(rounded_double(value), least), most);
        whole[k] = x_add(_mm256_cvttpd_epi32(value), zero_point);
      }
      x_store(bytes_out + i, x_pack16(x_pack32(whole[0], whole[1]), x_pack32(whole[2], whole[3])));
    }
    const int32_t count = d->units - first < UNITS ? d->units - first : UNITS;
    memcpy(output + first, bytes_out, (size_t)count);
  }
}

#undef V
#undef VECTOR
#undef LANES
