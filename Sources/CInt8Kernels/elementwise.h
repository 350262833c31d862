// ADD and MUL. Included once for each set, with the widest vector.

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
  const VECTOR nineteen = V(set32)(19);
  const VECTOR lowest = V(set8)(a_->lowest), highest = V(set8)(a_->highest);
  // The operand with the larger scale is halved, which a shift does exactly.
  const int halves_first = a_->first_multiplier == 1 << 30 && a_->first_shift == 0;
  const int halves_second = a_->second_multiplier == 1 << 30 && a_->second_shift == 0;
#define SUM(x, y) uniformly(V(add)(x, y), 0, &both)
  if (halves_first) {
    FOR_ROWS(SUM(V(left)(x, nineteen), uniformly(y, 20, &two_)))
  } else if (halves_second) {
    FOR_ROWS(SUM(uniformly(x, 20, &one_), V(left)(y, nineteen)))
  } else {
    FOR_ROWS(
        SUM(uniformly(x, 20, &one_), uniformly(y, 20, &two_)))
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
  FOR_ROWS(uniformly(small_products(x, y), 0, &scale))
}
#undef FOR_ROWS
