#include "rescaling.h"

#include <stdlib.h>
#include <string.h>

static size_t aligned(size_t bytes) { return (bytes + 63) & ~(size_t)63; }

// Where the arrays lie behind the head: seven of 4 bytes a place, two of 8 bytes for two places, the
// forms.
static size_t array_start(int32_t places, int index) {
  return aligned(sizeof(struct packed_head)) + (size_t)index * aligned(4 * (size_t)places);
}

size_t packed_head_bytes(int32_t places) {
  return array_start(places, 9) + aligned((size_t)places / FORM_PLACES + 1);
}

struct rescaling packed_rescaling(const void *packed) {
  const struct packed_head *head = packed;
  const char *bytes = packed;
  const int32_t n = head->places;
  return (struct rescaling){
      (const int32_t *)(bytes + array_start(n, 0)), (const int32_t *)(bytes + array_start(n, 1)),
      (const int32_t *)(bytes + array_start(n, 2)), (const int32_t *)(bytes + array_start(n, 3)),
      (const int32_t *)(bytes + array_start(n, 4)), (const float *)(bytes + array_start(n, 5)),
      (const float *)(bytes + array_start(n, 6)),   (const int64_t *)(bytes + array_start(n, 7)),
      (const int64_t *)(bytes + array_start(n, 8)), (const uint8_t *)(bytes + array_start(n, 9)),
      head->zero_point};
}

// A channel once its special cases are settled.
struct settled {
  int64_t multiplier;
  int shift;
  // Where the multiplier is 0, what every sum becomes, less the zero point.
  int64_t constant;
  int32_t bias;
  int has_real;
  struct real_form real;
};

// Returns 0 if the channel cannot be computed exactly.
static int settle(
    const struct int8_layer *layer, const struct int8_channel *channel, int64_t lowest,
    int64_t highest, int32_t bias, real_form_search *search, struct settled *s) {
  const int64_t limit = (int64_t)1 << 30;
  *s = (struct settled){channel->multiplier, -channel->shift, 0, bias, 0, {0, 0, 0}};
  // Beyond 32 bits a left shift wraps around, and nothing is monotonic any more.
  if (s->multiplier != 0 && s->shift < 0 &&
      (lowest * ((int64_t)1 << -s->shift) <= -limit || highest * ((int64_t)1 << -s->shift) >= limit)) {
    return 0;
  }
  const int64_t least = limited(rescaled_sum(lowest, s->multiplier, s->shift), layer);
  if (s->multiplier == 0 || least == limited(rescaled_sum(highest, s->multiplier, s->shift), layer)) {
    // Rescaling is monotonic: equal at both ends is equal everywhere.
    s->constant = least - layer->output_zero_point;
    s->multiplier = 0;
    s->shift = 1;
    s->bias = 0;
    s->real.offset = (float)least;
    // The signed form has no other constant.
    s->has_real = search && (layer->lowest >= layer->output_zero_point || s->constant == 0);
    return 1;
  }
  if (lowest <= -limit || highest >= limit) return 0;
  // Turned, it would not fit 32 bits.
  if (s->multiplier == INT32_MIN) return 0;
  if (s->multiplier < 0) {
    const int64_t turned = -lowest;
    s->multiplier = -s->multiplier;
    s->bias = -bias;
    lowest = -highest;
    highest = turned;
  }
  s->has_real = search && search(layer, s->multiplier, s->shift, lowest, highest, &s->real);
  return 1;
}

// The form that all channels of some places have.
static enum rescaling_form common_form(
    const struct int8_layer *layer, const struct settled *settled, const int32_t *channel,
    int32_t places, int searched) {
  int all_real = searched, general = 0;
  for (int32_t i = 0; i < places; i++) {
    if (channel[i] < 0) continue;
    const struct settled *s = &settled[channel[i]];
    if (!s->has_real) all_real = 0;
    if (s->shift < 1 || s->shift > 22) general = 1;
  }
  const int is_signed = layer->lowest < layer->output_zero_point;
  if (all_real) return is_signed ? FORM_REAL_SIGNED : FORM_REAL;
  if (general) return FORM_GENERAL;
  return searched && !is_signed ? FORM_ONE_FLOOR : FORM_WHOLE;
}

int pack_rescaling(
    const struct int8_layer *layer, const struct int8_channel *channels, int32_t places,
    const int32_t *channel, const int64_t *lowest, const int64_t *highest, const int32_t *bias,
    real_form_search *search, void *packed, size_t weights) {
  struct packed_head *head = packed;
  memset(packed, 0, packed_head_bytes(places));
  head->places = places;
  head->zero_point = layer->output_zero_point;
  head->weights = weights;
  const struct rescaling arrays = packed_rescaling(packed);
  int32_t *const biases = (int32_t *)arrays.bias, *const multipliers = (int32_t *)arrays.multiplier;
  int32_t *const shifts = (int32_t *)arrays.shift, *const left = (int32_t *)arrays.left;
  int32_t *const mask = (int32_t *)arrays.mask;
  float *const scale = (float *)arrays.scale, *const offset = (float *)arrays.offset;
  int64_t *const even = (int64_t *)arrays.even, *const odd = (int64_t *)arrays.odd;
  uint8_t *const forms = (uint8_t *)arrays.form;

  struct settled *const settled = malloc(sizeof *settled * (size_t)layer->output_channels);
  if (!settled) return 0;
  int done = 1;
  for (int32_t c = 0; done && c < layer->output_channels; c++) {
    done = settle(layer, &channels[c], lowest[c], highest[c], bias[c], search, &settled[c]);
  }
  for (int32_t place = 0; done && place < places; place++) {
    uint8_t *const form = &forms[place / FORM_PLACES];
    if (place % FORM_PLACES == 0) {
      const int32_t rest = places - place < FORM_PLACES ? places - place : FORM_PLACES;
      *form = (uint8_t)common_form(layer, settled, channel + place, rest, search != 0);
    }
    shifts[place] = 1;
    left[place] = 1;
    mask[place] = -1;
    if (channel[place] < 0) continue;
    const struct settled *s = &settled[channel[place]];
    const int right = s->shift > 0 ? s->shift : 0;
    const int64_t zero_point = *form == FORM_GENERAL ? 0 : layer->output_zero_point;
    const int64_t upper = (right > 0 ? (int64_t)1 << (right - 1) : 0) +
                          (zero_point + s->constant) * ((int64_t)1 << right);
    const int is_real = *form == FORM_REAL || *form == FORM_REAL_SIGNED;
    biases[place] = is_real ? centred_bias(s->bias, s->real.centre) : s->bias;
    multipliers[place] = (int32_t)s->multiplier;
    shifts[place] = right;
    left[place] = 1 + (s->shift < 0 ? -s->shift : 0);
    mask[place] = right > 0 ? -1 : 0;
    scale[place] = s->real.scale;
    offset[place] = *form == FORM_REAL ? s->real.offset : 0;
    if (*form == FORM_REAL_SIGNED && s->multiplier != 0) offset[place] = s->real.offset;
    int64_t addend = ((int64_t)1 << 31) + upper * ((int64_t)1 << 32);
    if (*form == FORM_ONE_FLOOR) {
      // Of a product that is not doubled.
      addend >>= 1;
      shifts[place] = right - 1;
    }
    (place & 1 ? odd : even)[place / 2] = addend;
  }
  free(settled);
  return done;
}

void signed_weight_sums(
    const int16_t *weights, int32_t rows, int32_t channels, int64_t *negative, int64_t *positive) {
  memset(negative, 0, (size_t)channels * sizeof *negative);
  memset(positive, 0, (size_t)channels * sizeof *positive);
  // Row by row, as they lie.
  for (int32_t k = 0; k < rows; k++) {
    const int16_t *const row = weights + (size_t)k * channels;
    for (int32_t c = 0; c < channels; c++) {
      negative[c] += row[c] < 0 ? row[c] : 0;
      positive[c] += row[c] > 0 ? row[c] : 0;
    }
  }
}

int sum_limits(
    const struct int8_layer *layer, const int16_t *weights, const struct int8_channel *channels,
    int32_t per_channel, int32_t offset, int64_t *lowest, int64_t *highest, int32_t *bias) {
  const int32_t count = layer->output_channels;
  const int64_t least = -128 - layer->input_zero_point, most = 127 - layer->input_zero_point;
  signed_weight_sums(weights, per_channel, count, lowest, highest);
  for (int32_t c = 0; c < count; c++) {
    const int64_t negative = lowest[c], positive = highest[c];
    lowest[c] = channels[c].bias + negative * most + positive * least;
    highest[c] = channels[c].bias + negative * least + positive * most;
    const int64_t shifted = channels[c].bias - offset * (negative + positive);
    if (shifted != (int32_t)shifted || shifted == INT32_MIN) return 0;
    bias[c] = (int32_t)shifted;
  }
  return 1;
}
