// ADD and MUL. Included once for each set, with the widest vector.

static int can_multiply(const struct int8_product *p) {
  return p->multiplier > 0 && p->shift <= 0 && p->shift >= -22;
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
        const VECTOR x = widened(a + j * LANES), y = widened(b + j * LANES);                      \
        sums[j] = RESULT;                                                                         \
      }                                                                                           \
      V(store_first)(                                                                             \
          to + i, in_order(sums, lowest, highest), left < LANES * 4 ? (int)left : LANES * 4);     \
    }                                                                                             \
  }

// As the definition has it.
static void add_whole(
    const struct int8_addition *a_, const struct int8_rows *r, const int8_t *first,
    const int8_t *second, int8_t *output) {
  const struct uniform one_ = uniform(a_->first_multiplier, a_->first_shift, 0);
  const struct uniform two_ = uniform(a_->second_multiplier, a_->second_shift, 0);
  const struct uniform both = uniform(a_->multiplier, a_->shift, a_->output_zero_point);
  const VECTOR first_zero = V(set32)(a_->first_zero_point);
  const VECTOR second_zero = V(set32)(a_->second_zero_point);
  const VECTOR nineteen = V(set32)(19);
  const VECTOR lowest = V(set8)(a_->lowest), highest = V(set8)(a_->highest);
  // The operand with the larger scale is halved, which a shift does exactly.
  const int halves_first = a_->first_multiplier == 1 << 30 && a_->first_shift == 0;
  const int halves_second = a_->second_multiplier == 1 << 30 && a_->second_shift == 0;
#define X V(sub)(x, first_zero)
#define Y V(sub)(y, second_zero)
#define SUM(x, y) uniformly(V(add)(x, y), 0, &both)
  if (halves_first) {
    FOR_ROWS(SUM(V(left)(X, nineteen), uniformly(Y, 20, &two_)))
  } else if (halves_second) {
    FOR_ROWS(SUM(uniformly(X, 20, &one_), V(left)(Y, nineteen)))
  } else {
    FOR_ROWS(SUM(uniformly(X, 20, &one_), uniformly(Y, 20, &two_)))
  }
#undef X
#undef Y
#undef SUM
}

#if HAS_REALS
static void add_reals(
    const struct int8_addition *a_, const struct int8_rows *r, const int8_t *first,
    const int8_t *second, int8_t *output) {
  const VECTOR lowest = V(set8)(a_->lowest), highest = V(set8)(a_->highest);
  const VECTOR first_scale = V(set_real)(a_->first_scale);
  const VECTOR second_scale = V(set_real)(a_->second_scale);
  const VECTOR offset = V(set_real)(a_->offset);
  FOR_ROWS(V(real_sum)(x, first_scale, y, second_scale, offset))
}

// The real sum's scales and offset for its try number `n`: the floats next to the exact ones, then some
// steps beside them, drawn but always alike.
static void real_sum_try(const double exact[3], uint32_t n, struct int8_addition *a) {
  uint32_t drawn = n * 2654435761u;
  const int first = (int)(drawn >> 8) % 5 - 2, second = (int)(drawn >> 16) % 5 - 2;
  const int offset = (int)(drawn >> 24) % 17 - 8;
  a->first_scale = (float)(exact[0] * (1 + (n ? first : 0) * 0x1p-23));
  a->second_scale = (float)(exact[1] * (1 + (n ? second : 0) * 0x1p-23));
  a->offset = (float)(exact[2] + (n ? offset : 0) * 0x1p-20);
}

// Looks for an addition's form in floats. Two bytes have 65,536 sums: that all are right is tried.
static void find_real_sum(struct int8_addition *a) {
  const struct int8_rows row = {1, 256, 0, 0};
  int8_t *const expected = malloc(256 * 256);
  if (!expected) return;
  int8_t first[256], second[256], sums[256];
  for (int y = 0; y < 256; y++) second[y] = (int8_t)(y - 128);
  for (int x = 0; x < 256; x++) {
    memset(first, x - 128, 256);
    add_whole(a, &row, first, second, expected + 256 * x);
  }
  const double both = ldexp((double)a->multiplier, a->shift - 31);
  const double one = both * ldexp((double)a->first_multiplier, a->first_shift - 31 + 20);
  const double two = both * ldexp((double)a->second_multiplier, a->second_shift - 31 + 20);
  const double exact[3] = {
      one, two, a->output_zero_point - a->first_zero_point * one - a->second_zero_point * two};
  for (uint32_t n = 0; !a->is_real && n < 64; n++) {
    real_sum_try(exact, n, a);
    a->is_real = 1;
    for (int x = 0; a->is_real && x < 256; x++) {
      memset(first, x - 128, 256);
      add_reals(a, &row, first, second, sums);
      a->is_real = memcmp(sums, expected + 256 * x, 256) == 0;
    }
  }
  free(expected);
}
#endif

static int settle_addition(struct int8_addition *a) {
  a->is_real = 0;
  // Operands are at most 255 * 2^20 < 2^28 in magnitude, halved at least by their multipliers; the sum
  // is below 2^29.
  if (a->first_multiplier <= 0 || a->second_multiplier <= 0 || a->multiplier <= 0 ||
      a->first_shift > 0 || a->first_shift < -22 || a->second_shift > 0 || a->second_shift < -22 ||
      a->shift > 0 || a->shift < -22) {
    return 0;
  }
#if HAS_REALS
  find_real_sum(a);
#endif
  return 1;
}

static void add_values(
    const struct int8_addition *a, const struct int8_rows *r, const int8_t *first,
    const int8_t *second, int8_t *output) {
#if HAS_REALS
  if (a->is_real) {
    add_reals(a, r, first, second, output);
    return;
  }
#endif
  add_whole(a, r, first, second, output);
}

static void multiply_values(
    const struct int8_product *p, const struct int8_rows *r, const int8_t *first,
    const int8_t *second, int8_t *output) {
  const struct uniform scale = uniform(p->multiplier, p->shift, p->output_zero_point);
  const VECTOR first_zero = V(set32)(p->first_zero_point);
  const VECTOR second_zero = V(set32)(p->second_zero_point);
  const VECTOR lowest = V(set8)(p->lowest), highest = V(set8)(p->highest);
  FOR_ROWS(uniformly(
      small_products(V(sub)(x, first_zero), V(sub)(y, second_zero)), 0, &scale))
}
#undef FOR_ROWS
