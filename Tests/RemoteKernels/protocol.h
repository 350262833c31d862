// What goes through the pipes. A call is its number, then its arguments as they lie in memory; the
// machines on both sides have the same sizes and byte order. An array is its size in bytes, then the
// bytes.
#ifndef PROTOCOL_H
#define PROTOCOL_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum call {
  CONVOLUTION_PACKED_BYTES, CONVOLUTION_PACK, CONVOLUTION_SCRATCH_BYTES, CONVOLUTION_RUN,
  DEPTHWISE_PACKED_BYTES, DEPTHWISE_PACK, DEPTHWISE_SCRATCH_BYTES, DEPTHWISE_RUN,
  SETTLE_ADDITION, CAN_MULTIPLY, ADD, MULTIPLY, MAP, POOL_SCRATCH_BYTES, POOL_LARGEST, POOL_MEAN, ACCUMULATE,
  TOTAL, RESCALE, QUANTIZE, DENSE_PACKED_BYTES, DENSE_PACK, DENSE_SCRATCH_BYTES, DENSE
};

// The output of a call that lies in memory of its own, not in that of an input.
enum { NOWHERE = -1 };

// The arguments of RESCALE and QUANTIZE.
struct rescale_arguments {
  int32_t multiplier, shift, offset, zero_point, lowest, highest;
};
struct quantize_arguments {
  float scale, zero_point, lowest, highest;
};

static inline void send_bytes(int to, const void *bytes, size_t count) {
  for (const char *from = bytes; count > 0;) {
    const ssize_t sent = write(to, from, count);
    if (sent <= 0) {
      perror("the other side of the kernels is gone");
      abort();
    }
    from += sent;
    count -= (size_t)sent;
  }
}

// Returns 0 if nothing comes any more.
static inline int receive_bytes(int from, void *bytes, size_t count) {
  for (char *to = bytes; count > 0;) {
    const ssize_t received = read(from, to, count);
    if (received <= 0) return 0;
    to += received;
    count -= (size_t)received;
  }
  return 1;
}

#endif
