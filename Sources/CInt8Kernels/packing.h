// Packed weights of a window: a head with the rescaling, then the weights in the order in which a
// set's inner loop reads them.
#ifndef PACKING_H
#define PACKING_H

#include "rescaling.h"

// What a block and a group hold at most.
enum { WIDEST_BLOCK = 64, MOST_TOGETHER = 4 };

// The order of an inner loop. It goes through blocks of places; in each, through groups of taps; a
// group holds `together` taps of every place of the block.
struct packing {
  // Places and the channel of each, -1 for none; the widths of the blocks, which add up to `places`.
  int32_t places, *channel;
  int32_t blocks, *width;
  // Groups * together taps, each a row of the weights as pack() takes them, -1 for none.
  int32_t groups, together, *tap;
  // Taps of the weights.
  int32_t taps;
  // Where a block's place i has its tap j, within the group.
  int (*position)(int place, int tap);
  // Bytes of one weight, 1 or 2, and the least that fits; what the inner loop adds to each input.
  int bytes, least, offset;
  // Null for a set without rescaling in floats.
  real_form_search *search;
};

// Room for a packing of so many places and taps, none of them in use yet; ended by free(). Null where
// there is no memory.
struct packing *new_packing(int32_t places, int32_t taps);

// Bytes of packed weights; some behind the last weight may be read.
size_t packed_bytes(int32_t places, int32_t groups, int32_t together, int bytes);

// Returns 0 if the layer cannot be computed exactly.
int pack_window(
    const struct int8_layer *layer, const int16_t *weights, const struct int8_channel *channels,
    const struct packing *packing, void *packed);

#endif
