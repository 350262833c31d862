#include "packing.h"

#include <stdlib.h>
#include <string.h>

// Of every array's end, for loads of whole vectors.
enum { slack = 64 };

struct packing *new_packing(int32_t places, int32_t taps) {
  struct packing *p = calloc(1, sizeof *p + sizeof(int32_t) * (2 * (size_t)places + (size_t)taps));
  if (!p) return 0;
  p->channel = (int32_t *)(p + 1);
  p->width = p->channel + places;
  p->tap = p->width + places;
  return p;
}

size_t packed_bytes(int32_t places, int32_t groups, int32_t together, int bytes) {
  return packed_head_bytes(places) + (size_t)places * groups * together * bytes + slack;
}

// Where a block's places have their taps within a group, place after place.
static void fill_positions(const struct packing *p, int width, int32_t *position) {
  for (int i = 0; i < width; i++) {
    for (int32_t j = 0; j < p->together; j++) position[i * p->together + j] = p->position(i, j);
  }
}

// Returns 0 where a weight does not fit.
static int write_weights(
    const struct packing *p, const int16_t *weights, const struct int8_channel *channels,
    int32_t count, uint8_t *to) {
  const int32_t *channel = p->channel;
  int32_t position[WIDEST_BLOCK * MOST_TOGETHER];
  int unfit = 0;
  for (int32_t block = 0; block < p->blocks; channel += p->width[block++]) {
    const int32_t width = p->width[block], together = p->together;
    const size_t group_bytes = (size_t)width * together * p->bytes;
    if (block == 0 || width != p->width[block - 1]) fill_positions(p, width, position);
    memset(to, 0, p->groups * group_bytes);
    for (int32_t group = 0; group < p->groups; group++, to += group_bytes) {
      for (int32_t j = 0; j < together; j++) {
        const int32_t tap = p->tap[group * together + j];
        if (tap < 0) continue;
        const int16_t *const row = weights + (size_t)tap * count;
        for (int32_t i = 0; i < width; i++) {
          const int32_t c = channel[i], at = position[i * together + j];
          if (c < 0) continue;
          const int weight = channels[c].multiplier < 0 ? -row[c] : row[c];
          if (p->bytes == 2) {
            const int16_t wide = (int16_t)weight;
            memcpy(to + 2 * at, &wide, 2);
          } else {
            unfit |= (weight < p->least) | (weight > 127);
            to[at] = (uint8_t)weight;
          }
        }
      }
    }
  }
  memset(to, 0, slack);
  return !unfit;
}

int pack_window(
    const struct int8_layer *layer, const int16_t *weights, const struct int8_channel *channels,
    const struct packing *packing, void *packed) {
  const int32_t count = layer->output_channels;
  const size_t start = packed_head_bytes(packing->places);
  int64_t *const lowest = malloc((2 * sizeof(int64_t) + sizeof(int32_t)) * (size_t)count);
  if (!lowest) return 0;
  int64_t *const highest = lowest + count;
  int32_t *const bias = (int32_t *)(highest + count);
  const int done =
      sum_limits(
          layer, weights, channels, packing->taps, layer->input_zero_point + packing->offset,
          lowest, highest, bias) &&
      pack_rescaling(
          layer, channels, packing->places, packing->channel, lowest, highest, bias,
          packing->search, packed, start) &&
      write_weights(packing, weights, channels, count, (uint8_t *)packed + start);
  free(lowest);
  return done;
}
