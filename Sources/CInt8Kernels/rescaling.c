#include "rescaling.h"

#include <string.h>

static size_t aligned(size_t bytes) { return (bytes + 63) & ~(size_t)63; }

// Where the arrays lie behind the head: five of 4 bytes a place, two of 8 bytes for two places.
static size_t array_start(int32_t places, int index) {
  return aligned(sizeof(struct packed_head)) + (size_t)index * aligned(4 * (size_t)places);
}

size_t packed_head_bytes(int32_t places) { return array_start(places, 7); }

struct rescaling packed_rescaling(const void *packed) {
  const struct packed_head *head = packed;
  const char *bytes = packed;
  const int32_t n = head->places;
  return (struct rescaling){
      (const int32_t *)(bytes + array_start(n, 0)), (const int32_t *)(bytes + array_start(n, 1)),
      (const int32_t *)(bytes + array_start(n, 2)), (const int32_t *)(bytes + array_start(n, 3)),
      (const int32_t *)(bytes + array_start(n, 4)), (const int64_t *)(bytes + array_start(n, 5)),
      (const int64_t *)(bytes + array_start(n, 6))};
}

// The definition, shift positive to the right.
static int64_t rescaled(int64_t x, int64_t multiplier, int shift) {
  const int64_t wide = shift < 0 ? x * ((int64_t)1 << -shift) : x;
  const int64_t h = (wide * multiplier + ((int64_t)1 << 30)) >> 31;
  return shift <= 0 ? h : (h + ((int64_t)1 << (shift - 1)) - (h < 0)) >> shift;
}

static int64_t clamped(int64_t value, const struct int8_layer *layer) {
  value += layer->output_zero_point;
  if (value < layer->lowest) return layer->lowest;
  return value > layer->highest ? layer->highest : value;
}

int pack_rescaling(
    const struct int8_layer *layer, const struct int8_channel *channels, int32_t places,
    const int32_t *channel, const int64_t *lowest, const int64_t *highest, const int32_t *bias,
    void *packed, size_t weights) {
  struct packed_head *head = packed;
  memset(packed, 0, packed_head_bytes(places));
  head->places = places;
  head->weights = weights;
  const struct rescaling arrays = packed_rescaling(packed);
  int32_t *const biases = (int32_t *)arrays.bias, *const multipliers = (int32_t *)arrays.multiplier;
  int32_t *const shifts = (int32_t *)arrays.shift, *const left = (int32_t *)arrays.left;
  int32_t *const mask = (int32_t *)arrays.mask;
  int64_t *const even = (int64_t *)arrays.even, *const odd = (int64_t *)arrays.odd;

  // The zero point is added last as soon as one channel needs the general form: so first look, then
  // fill.
  for (int pass = 0; pass < 2; pass++) {
    for (int32_t place = 0; place < places; place++) {
      const int32_t c = channel[place];
      shifts[place] = 1;
      left[place] = 1;
      mask[place] = -1;
      if (c < 0) continue;
      int64_t multiplier = channels[c].multiplier;
      int shift = -channels[c].shift;
      int64_t constant = 0;
      // Beyond 32 bits a left shift wraps around, and nothing is monotonic any more.
      if (multiplier != 0 && shift < 0 &&
          (lowest[c] * ((int64_t)1 << -shift) <= -((int64_t)1 << 30) ||
           highest[c] * ((int64_t)1 << -shift) >= (int64_t)1 << 30)) {
        return 0;
      }
      const int64_t least = clamped(rescaled(lowest[c], multiplier, shift), layer);
      if (multiplier == 0 || least == clamped(rescaled(highest[c], multiplier, shift), layer)) {
        // Rescaling is monotonic: equal at both ends is equal everywhere.
        constant = least - layer->output_zero_point;
        multiplier = 0;
        shift = 1;
      } else if (lowest[c] <= -((int64_t)1 << 30) || highest[c] >= (int64_t)1 << 30) {
        return 0;
      }
      const int right = shift > 0 ? shift : 0;
      if (shift < 1 || shift > 22) head->general = 1;
      const int64_t zero_point = head->general ? 0 : layer->output_zero_point;
      const int64_t upper = (right > 0 ? (int64_t)1 << (right - 1) : 0) +
                            (zero_point + constant) * ((int64_t)1 << right);
      biases[place] = multiplier == 0 ? 0 : (multiplier < 0 ? -bias[c] : bias[c]);
      multipliers[place] = (int32_t)(multiplier < 0 ? -multiplier : multiplier);
      shifts[place] = right;
      left[place] = 1 + (shift < 0 ? -shift : 0);
      mask[place] = right > 0 ? -1 : 0;
      (place & 1 ? odd : even)[place / 2] = ((int64_t)1 << 31) + upper * ((int64_t)1 << 32);
    }
  }
  return 1;
}

int sum_limits(
    const struct int8_layer *layer, const int16_t *weights, const struct int8_channel *channels,
    int32_t per_channel, int32_t offset, int64_t *lowest, int64_t *highest, int32_t *bias) {
  const int32_t count = layer->output_channels;
  const int32_t least = -128 - layer->input_zero_point, most = 127 - layer->input_zero_point;
  for (int32_t c = 0; c < count; c++) {
    int64_t sum = 0;
    lowest[c] = highest[c] = channels[c].bias;
    for (int32_t k = 0; k < per_channel; k++) {
      const int64_t weight = weights[(size_t)k * count + c];
      sum += weight;
      lowest[c] += weight < 0 ? weight * most : weight * least;
      highest[c] += weight < 0 ? weight * least : weight * most;
    }
    const int64_t shifted = channels[c].bias - offset * sum;
    if (shifted != (int32_t)shifted || shifted == INT32_MIN) return 0;
    bias[c] = (int32_t)shifted;
  }
  return 1;
}
