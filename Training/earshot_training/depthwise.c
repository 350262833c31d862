// The gradient of a depthwise convolution's weights, which PyTorch on CPUs takes six times as long for.
//
// Arrays are dense, channels last: sound [images, height, width, channels], gradient [images, rows, columns, channels].
// Sixteen channels at a time, so that a row of taps stays in registers. Channels are a multiple of eight.
#include <stdlib.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))
typedef float eight __attribute__((vector_size(32), aligned(4)));
typedef float sixteen __attribute__((vector_size(64), aligned(4)));

// One row of taps of some channels: taps[k] += Σ padded[y · stride + row][x · stride + k] · gradient[y][x].
#define ROW_OF_TAPS(lanes)                                                                                            \
  INLINE void row_of_##lanes(const float *padded, const float *gradient, float *taps, long kernel, long width,        \
                             long channels, long rows, long columns, long stride) {                                   \
    lanes sum[7] = {0};                                                                                               \
    for (long y = 0; y < rows; y++)                                                                                   \
      for (long x = 0; x < columns; x++) {                                                                            \
        lanes wanted = *(const lanes *)(gradient + (y * columns + x) * channels);                                     \
        const float *at = padded + (y * width + x) * stride * channels;                                               \
        for (long k = 0; k < kernel; k++) sum[k] += *(const lanes *)(at + k * channels) * wanted;                     \
      }                                                                                                               \
    for (long k = 0; k < kernel; k++) *(lanes *)(taps + k * channels) += sum[k];                                      \
  }
ROW_OF_TAPS(eight)
ROW_OF_TAPS(sixteen)

INLINE void image(const float *padded, const float *gradient, float *weights, long kernel, long width, long channels,
                  long rows, long columns, long stride) {
  for (long row = 0; row < kernel; row++) {
    const float *from = padded + row * width * channels;
    float *taps = weights + row * kernel * channels;
    long c = 0;
    for (; c + 16 <= channels; c += 16)
      row_of_sixteen(from + c, gradient + c, taps + c, kernel, width, channels, rows, columns, stride);
    for (; c < channels; c += 8)
      row_of_eight(from + c, gradient + c, taps + c, kernel, width, channels, rows, columns, stride);
  }
}

// Adds to weights, [kernel, kernel, channels]. Gives 0, or -1 where it cannot: out of memory, or a kernel of no MCUNet.
int depthwise_weight_gradient(const float *sound, const float *gradient, float *weights, long images, long height,
                              long width, long channels, long rows, long columns, long stride, long kernel) {
  if (channels % 8) return -1;
  long margin = kernel / 2, wide = width + 2 * margin;
  float *padded = calloc((height + 2 * margin) * wide * channels, sizeof(float));
  if (!padded) return -1;
  int found = 0;
  for (long n = 0; n < images; n++) {
    for (long y = 0; y < height; y++)
      memcpy(padded + ((y + margin) * wide + margin) * channels, sound + (n * height + y) * width * channels,
             width * channels * sizeof(float));
    const float *wanted = gradient + n * rows * columns * channels;
    switch (kernel) {
      case 3: image(padded, wanted, weights, 3, wide, channels, rows, columns, stride); break;
      case 5: image(padded, wanted, weights, 5, wide, channels, rows, columns, stride); break;
      case 7: image(padded, wanted, weights, 7, wide, channels, rows, columns, stride); break;
      default: found = -1;
    }
  }
  free(padded);
  return found;
}
