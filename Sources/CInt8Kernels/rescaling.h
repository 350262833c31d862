// How a channel's sum becomes a byte, prepared for vector registers.
//
// With x the sum plus bias, q the multiplier and r >= 1 the right shift, the definition is
//   h = floor((x q + 2^30) / 2^31),  y = floor((h + 2^(r-1) - [h < 0]) / 2^r) + zero point,
// and [h < 0] may be [x < 0]: they differ only where h is 0, and there both give 0. For an integer C
// the upper half of the 64-bit sum 2 x q + 2^31 + 2^32 C is h + C; with C = 2^(r-1) + zero point 2^r
// both the rounding and the zero point are added for nothing, and
//   y = (upper half + (x >> 31)) >> r.
// Nothing overflows while |x| < 2^30 and r <= 22: this is the whole form. Where a channel shifts by 0,
// to the left or by more than 22 there is a general form, with a left shift, a mask for the sign and the
// zero point added last.
//
// Sets without a rounding multiply have two forms more. Where no output lies below the zero point, as
// behind ReLU, a negative x gives the lowest output whatever its rounding, and for the others both floors
// are one:
//   y = floor((x q + 2^30 + 2^(30+r)) / 2^(31+r)) + zero point,
// seven instructions instead of ten. For most channels three will do, in 32-bit floats:
//   y = rint(fma(x - centre, scale, offset)).
// Float arithmetic does not follow from the definition, so it is tried: both are monotonic in x and have
// at most 255 steps, and a channel takes this form only if each of its steps lies at the same x in both,
// and both have the same results at the ends; see real_form.h.
#ifndef RESCALING_H
#define RESCALING_H

#include "CInt8Kernels.h"

enum rescaling_form {
  FORM_WHOLE,
  FORM_GENERAL,
  FORM_ONE_FLOOR,
  FORM_REAL,
  // For outputs on both sides of the zero point: the offset takes the sum's sign, and the zero point is
  // added last.
  FORM_REAL_SIGNED,
};

// So many neighbouring places have one form; no vector has more.
enum { FORM_PLACES = 16 };

struct rescaling {
  // By place in the inner loop's order, not by channel.
  const int32_t *bias, *multiplier, *shift, *left, *mask;
  const float *scale, *offset;
  // The addend of even and odd places, in 64 bits.
  const int64_t *even, *odd;
  // By FORM_PLACES places.
  const uint8_t *form;
  int32_t zero_point;
};

// A channel's form in floats.
struct real_form {
  float scale, offset;
  int32_t centre;
};

// What the inner loop adds instead of a bias, so that sums are counted from a centre. It may wrap around,
// as sums do on their way; what they come to does not, as neither the sums nor the centre, which is one of
// them, reach 2^30.
static inline int32_t centred_bias(int32_t bias, int32_t centre) {
  return (int32_t)((uint32_t)bias - (uint32_t)centre);
}

// Looks for a channel's form in floats, given its multiplier, positive, its shift to the right and the
// limits of its sum. Returns 0 if it finds none.
typedef int real_form_search(
    const struct int8_layer *layer, int64_t multiplier, int shift, int64_t lowest, int64_t highest,
    struct real_form *form);

// What stands at the start of packed weights; the arrays follow, then the weights.
struct packed_head {
  int32_t places, zero_point;
  size_t weights;
};

// Bytes of the head and its arrays.
size_t packed_head_bytes(int32_t places);
struct rescaling packed_rescaling(const void *packed);

// Fills the head. `channel` tells the channel of each place, -1 for none; `lowest` and `highest` are
// the limits of x by channel; `bias` is what the inner loop adds to its products instead of the
// channel's bias. Where a multiplier is negative, the caller negates that channel's weights, which leaves
// every product x q as it is. `search` is null for a set with a rounding multiply.
// Returns 0 where a sum could reach 2^30.
int pack_rescaling(
    const struct int8_layer *layer, const struct int8_channel *channels, int32_t places,
    const int32_t *channel, const int64_t *lowest, const int64_t *highest, const int32_t *bias,
    real_form_search *search, void *packed, size_t weights);

// The definition but for the zero point: two roundings, the shift positive to the right.
static inline int64_t rescaled_sum(int64_t x, int64_t multiplier, int shift) {
  const int64_t wide = shift < 0 ? x * ((int64_t)1 << -shift) : x;
  const int64_t h = (wide * multiplier + ((int64_t)1 << 30)) >> 31;
  return shift <= 0 ? h : (h + ((int64_t)1 << (shift - 1)) - (h < 0)) >> shift;
}

// A result with its zero point, within the layer's limits.
static inline int64_t limited(int64_t value, const struct int8_layer *layer) {
  value += layer->output_zero_point;
  if (value < layer->lowest) return layer->lowest;
  return value > layer->highest ? layer->highest : value;
}

// The sums of each channel's negative and of its positive weights, `rows` of them.
void signed_weight_sums(
    const int16_t *weights, int32_t rows, int32_t channels, int64_t *negative, int64_t *positive);

// For each channel the limits of its sum plus bias, whatever the input, and the bias less the input's
// offset times the sum of its weights. `weights` as pack() takes them; `per_channel` products a
// channel. Returns 0 where the bias would leave 32 bits.
int sum_limits(
    const struct int8_layer *layer, const int16_t *weights, const struct int8_channel *channels,
    int32_t per_channel, int32_t offset, int64_t *lowest, int64_t *highest, int32_t *bias);

#endif
