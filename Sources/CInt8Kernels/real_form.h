// The search for a channel's form of rescaling in 32-bit floats. Included once for each set of a CPU with
// fused multiply-adds.
//
// The definition is a staircase: for each result k the smallest sum from which on it is at least k can be
// told exactly. With the slope given, each such step sets the offset a limit on both sides; slopes next to
// the exact one are tried until the limits leave something between them. What counts is the last check:
// the float form itself, rounding and all, on the last sum before each step and on the first behind it,
// on the lowest and the highest sum, where no limit of the layer would hide a step too many, and, where
// the offset turns, at zero.

// As many as there are bytes, one less, and four limits; in whole vectors.
enum { MOST_STEPS = 272, STEP_LANES = 16 };

// Where a channel's results change. Sums are counted from the centre; they and the results have their
// signs turned for a signed channel's steps below zero, as its float form is odd. In whole vectors, the
// last step repeated.
struct staircase {
  int count;
  // The last sum before a step, the first behind it, the result there.
  float before[MOST_STEPS], from[MOST_STEPS], result[MOST_STEPS];
};

static int whole_steps(int count) { return (count + STEP_LANES - 1) / STEP_LANES * STEP_LANES; }

// The step to `result` at sum `x`. Returns 0 where floats do not hold it exactly, and where it is at zero
// itself, with a side for each sign.
INLINE int set_step(struct staircase *s, int i, int is_signed, int64_t x, int result) {
  const int turned = is_signed & (x < 0);
  s->from[i] = (float)(int32_t)(turned ? 1 - x : x);
  s->before[i] = (float)(int32_t)(turned ? -x : x - 1);
  s->result[i] = (float)(turned ? 1 - result : result);
  return (x > -(1 << 24)) & (x < 1 << 24) & !(is_signed & (x == 0));
}

// Of the results `first`...`last`. Returns 0 where floats do not hold the sums exactly.
static int find_steps(
    const struct int8_layer *l, int64_t multiplier, int shift, int32_t centre, int is_signed, int first,
    int last, struct staircase *s) {
  const int right = shift > 0 ? shift : 0, zero_point = l->output_zero_point;
  const int64_t factor = multiplier << (shift < 0 ? -shift : 0);
  const int64_t half = right > 0 ? (int64_t)1 << (right - 1) : 0;
  const double inverse = 1.0 / (double)factor;
  const int taken_off = is_signed ? zero_point : 0;
  int inexact = 0;
  s->count = last - first + 1;
  for (int i = 0; i < whole_steps(s->count); i++) {
    const int result = first + i < last ? first + i : last;
    const int64_t k = result - zero_point;
    // See rescaling.h: the least h, and the least product, that give k.
    const int64_t h = k * ((int64_t)1 << right) - half + (right > 0 && k <= 0);
    const int64_t product = h * ((int64_t)1 << 31) - ((int64_t)1 << 30);
    // Rounded up; the estimate is at most one off.
    int64_t x = (int64_t)((double)product * inverse);
    int64_t rest = x * factor - product;
    x += (rest < 0) - (rest >= factor);
    rest = x * factor - product;
    x -= centre;
    inexact |= (rest < 0) | (rest >= factor) | !set_step(s, i, is_signed, x, result - taken_off);
  }
  return !inexact;
}

// No sum lies behind this.
#define NEVER 0x1p100f

// Has the result at sum `x` be `result` at least.
static void demand_least(struct staircase *s, int is_signed, int64_t x, int result) {
  const int turned = is_signed & (x < 0), i = s->count++;
  const float sum = (float)(int32_t)(turned ? -x : x);
  s->from[i] = turned ? NEVER : sum;
  s->before[i] = turned ? sum : -NEVER;
  s->result[i] = (float)(turned ? 1 - result : result);
}

// Has the result at sum `x` be `result` at most.
static void demand_most(struct staircase *s, int is_signed, int64_t x, int result) {
  const int turned = is_signed & (x < 0), i = s->count++;
  const float sum = (float)(int32_t)(turned ? -x : x);
  s->from[i] = turned ? sum : NEVER;
  s->before[i] = turned ? -NEVER : sum;
  s->result[i] = (float)(turned ? -result : result + 1);
}

// Demands what steps alone do not: that nothing lies below the `first` result or above the `last` where
// those are not the layer's limits, and that zero stays zero where the offset turns. Sums are counted
// from the centre.
static void demand_ends(
    struct staircase *s, int is_signed, int zero_point, int64_t lowest, int64_t highest, int first,
    int last, int least, int most) {
  const int taken_off = is_signed ? zero_point : 0;
  if (first > least) demand_least(s, is_signed, lowest, first - taken_off);
  if (last < most) demand_most(s, is_signed, highest, last - taken_off);
  if (is_signed) {
    demand_least(s, 1, 0, 0);
    demand_most(s, 1, 0, 0);
  }
  for (int i = s->count; i < whole_steps(s->count); i++) {
    s->from[i] = s->from[s->count - 1];
    s->before[i] = s->before[s->count - 1];
    s->result[i] = s->result[s->count - 1];
  }
  s->count = whole_steps(s->count);
}

// How far the offset may go for a slope: each step must be reached at its first sum, and not before.
static void offset_limits(const struct staircase *s, double scale, double *least, double *most) {
  double low[STEP_LANES], high[STEP_LANES];
  for (int j = 0; j < STEP_LANES; j++) {
    low[j] = -0x1p10;
    high[j] = 0x1p10;
  }
  for (int i = 0; i < s->count; i += STEP_LANES) {
    for (int j = 0; j < STEP_LANES; j++) {
      const double edge = (double)s->result[i + j] - 0.5;
      const double at_least = edge - (double)s->from[i + j] * scale;
      const double less_than = edge - (double)s->before[i + j] * scale;
      low[j] = at_least > low[j] ? at_least : low[j];
      high[j] = less_than < high[j] ? less_than : high[j];
    }
  }
  *least = low[0];
  *most = high[0];
  for (int j = 1; j < STEP_LANES; j++) {
    *least = low[j] > *least ? low[j] : *least;
    *most = high[j] < *most ? high[j] : *most;
  }
}

// Whether the float form has every step at its place.
static int has_steps(const struct staircase *s, float scale, float offset) {
  int wrong = 0;
  for (int i = 0; i < s->count; i++) {
    const float at = __builtin_rintf(__builtin_fmaf(s->from[i], scale, offset));
    const float before = __builtin_rintf(__builtin_fmaf(s->before[i], scale, offset));
    wrong |= (at < s->result[i]) | (before >= s->result[i]);
  }
  return !wrong;
}

// Slopes next to the exact one, and an offset within each one's limits. Returns 0 if none has every step.
static int fit_steps(const struct staircase *s, double slope, struct real_form *form) {
  const float nearest = (float)slope;
  int32_t bits;
  memcpy(&bits, &nearest, 4);
  for (int i = 0; i < 7; i++) {
    // The float next to the exact slope, then one up, one down, two up…
    const int32_t at = bits + (i & 1 ? (i + 1) / 2 : -(i / 2));
    memcpy(&form->scale, &at, 4);
    double least, most;
    offset_limits(s, form->scale, &least, &most);
    // Rounding can shift a step a little; hopeless is more than that.
    if (least > most + 0x1p-17) continue;
    for (int part = 0; part < 3; part++) {
      form->offset = (float)(least + (most - least) * (part == 0 ? 0.5 : part == 1 ? 0.125 : 0.875));
      if (has_steps(s, form->scale, form->offset)) return 1;
    }
  }
  return 0;
}

// The sum from which the others are counted: where the float is near zero, both it and the offset are
// finest.
static int32_t steps_centre(double slope, int32_t zero_point, int64_t lowest, int64_t highest) {
  const double centre = -zero_point / slope;
  if (centre < (double)lowest) return (int32_t)lowest;
  return centre > (double)highest ? (int32_t)highest : (int32_t)centre;
}

static int find_real_form(
    const struct int8_layer *l, int64_t multiplier, int shift, int64_t lowest, int64_t highest,
    struct real_form *form) {
  const double slope = ldexp((double)multiplier, -31 - shift);
  const int is_signed = l->lowest < l->output_zero_point;
  // A signed offset turns at zero.
  form->centre = is_signed ? 0 : steps_centre(slope, l->output_zero_point, lowest, highest);
  // Whatever the sum, the float fits 32 bits.
  if ((double)(highest - lowest) * slope > 0x1p29) return 0;
  const int first = (int)limited(rescaled_sum(lowest, multiplier, shift), l);
  const int last = (int)limited(rescaled_sum(highest, multiplier, shift), l);
  struct staircase s;
  if (!find_steps(l, multiplier, shift, form->centre, is_signed, first + 1, last, &s)) return 0;
  demand_ends(
      &s, is_signed, l->output_zero_point, lowest - form->centre, highest - form->centre, first, last,
      l->lowest, l->highest);
  return fit_steps(&s, slope, form);
}
