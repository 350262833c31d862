// How a channel's sum becomes a byte, prepared for vector registers.
//
// With x the sum plus bias, q the multiplier and r >= 1 the right shift, the definition is
//   h = floor((x q + 2^30) / 2^31),  y = floor((h + 2^(r-1) - [h < 0]) / 2^r) + zero point,
// and [h < 0] may be [x < 0]: they differ only where h is 0, and there both give 0. For an integer C
// the upper half of the 64-bit sum 2 x q + 2^31 + 2^32 C is h + C; with C = 2^(r-1) + zero point 2^r
// both the rounding and the zero point are added for nothing, and
//   y = (upper half + (x >> 31)) >> r.
// Nothing overflows while |x| < 2^30 and r <= 22. Layers in which a channel shifts by 0, to the left
// or by more than 22 take a general form, with a left shift, a mask for the sign and the zero point
// added last.
#ifndef RESCALING_H
#define RESCALING_H

#include "CInt8Kernels.h"

struct rescaling {
  // By place in the inner loop's order, not by channel.
  const int32_t *bias, *multiplier, *shift, *left, *mask;
  // The addend of even and odd places, in 64 bits.
  const int64_t *even, *odd;
};

// What stands at the start of packed weights; the arrays follow, then the weights.
struct packed_head {
  int32_t places;
  int32_t general;
  size_t weights;
};

// Bytes of the head and its arrays.
size_t packed_head_bytes(int32_t places);
struct rescaling packed_rescaling(const void *packed);

// Fills the head. `channel` tells the channel of each place, -1 for none; `lowest` and `highest` are
// the limits of x by channel; `bias` is what the inner loop adds to its products instead of the
// channel's bias. Where a multiplier is negative, its sign goes to `negated`: the caller negates that
// channel's weights, which leaves every product x q as it is.
// Returns 0 where a sum could reach 2^30.
int pack_rescaling(
    const struct int8_layer *layer, const struct int8_channel *channels, int32_t places,
    const int32_t *channel, const int64_t *lowest, const int64_t *highest, const int32_t *bias,
    void *packed, size_t weights);

// For each channel the limits of its sum plus bias, whatever the input, and the bias less the input's
// offset times the sum of its weights. `weights` as pack() takes them; `per_channel` products a
// channel. Returns 0 where the bias would leave 32 bits.
int sum_limits(
    const struct int8_layer *layer, const int16_t *weights, const struct int8_channel *channels,
    int32_t per_channel, int32_t offset, int64_t *lowest, int64_t *highest, int32_t *bias);

#endif
