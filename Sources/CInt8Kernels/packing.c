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

// Returns 0 where a weight does not fit.
static int write_weights(
    const struct packing *p, const int16_t *weights, const struct int8_channel *channels,
    int32_t count, uint8_t *to) {
  const int32_t *channel = p->channel;
  for (int32_t block = 0; block < p->blocks; channel += p->width[block++]) {
    const size_t group_bytes = (size_t)p->width[block] * p->together * p->bytes;
    for (int32_t group = 0; group < p->groups; group++, to += group_bytes) {
      for (int32_t i = 0; i < p->width[block]; i++) {
        for (int32_t j = 0; j < p->together; j++) {
          const int32_t tap = p->tap[group * p->together + j], c = channel[i];
          int weight = 0;
          if (c >= 0 && tap >= 0) {
            weight = weights[(size_t)tap * count + c];
            if (channels[c].multiplier < 0) weight = -weight;
          }
          const int at = p->position(i, j);
          if (p->bytes == 2) {
            const int16_t wide = (int16_t)weight;
            memcpy(to + 2 * at, &wide, 2);
          } else if (weight < p->least || weight > 127) {
            return 0;
          } else {
            to[at] = (uint8_t)weight;
          }
        }
      }
    }
  }
  memset(to, 0, slack);
  return 1;
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
