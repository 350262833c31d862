// Batch normalisation in training, with ReLU6 behind it where there is one: PyTorch on CPUs goes over the same memory
// twice as often.
//
// Arrays are dense, channels last: [rows, channels], where a row is a pixel of an image. Sums of 64 rows are taken in
// floats, those of all in doubles. Gives 0, or -1 where memory is out.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))
enum { BLOCK = 64 };
static const float LOWEST = 0, HIGHEST = 6;

// Sums of two things that `LOOK` adds to `sums` and `products` of channel c for each row.
#define TOTAL_OF_ROWS(total, LOOK)                                       \
  for (long from = 0; from < rows; from += BLOCK) {                      \
    long to = from + BLOCK < rows ? from + BLOCK : rows;                 \
    memset(sums, 0, 2 * channels * sizeof(float));                       \
    for (long row = from; row < to; row++)                               \
      for (long c = 0; c < channels; c++) {                              \
        long i = row * channels + c;                                     \
        LOOK                                                             \
      }                                                                  \
    for (long c = 0; c < 2 * channels; c++) total[c] += sums[c];         \
  }

INLINE int forward(const float *restrict sound, float *restrict output, const float *restrict scale,
                   const float *restrict offset, float *restrict mean, float *restrict inverse,
                   float *restrict variance, double epsilon, long rows, long channels, int activated) {
  double *restrict total = calloc(2 * channels, sizeof(double));
  float *sums = malloc(2 * channels * sizeof(float)), *products = sums + channels;
  if (!total || !sums) return free(total), free(sums), -1;
  // Of what is left beside the first row: a mean far from zero would swallow the variance.
  TOTAL_OF_ROWS(total, float x = sound[i] - sound[c]; sums[c] += x; products[c] += x * x;)
  for (long c = 0; c < channels; c++) {
    double beside = total[c] / rows, spread = total[channels + c] / rows - beside * beside;
    variance[c] = spread > 0 ? spread : 0;
    mean[c] = sound[c] + beside;
    inverse[c] = 1 / sqrt(variance[c] + epsilon);
    products[c] = scale[c] * inverse[c];
  }
  for (long row = 0; row < rows; row++)
    for (long c = 0; c < channels; c++) {
      long i = row * channels + c;
      float y = (sound[i] - mean[c]) * products[c] + offset[c];
      output[i] = activated ? fminf(fmaxf(y, LOWEST), HIGHEST) : y;
    }
  free(total);
  free(sums);
  return 0;
}

// What of a gradient passes ReLU6, and all of it where there is none. What came out is computed again: to read it
// would take longer.
INLINE float passed(float output, float gradient, int activated) {
  if (!activated) return gradient;
  return (output > LOWEST) & (output < HIGHEST) ? gradient : 0;
}

INLINE int backward(const float *restrict sound, const float *restrict gradient, float *restrict of_sound,
                    const float *restrict scale, const float *restrict offset, const float *restrict mean,
                    const float *restrict inverse, float *restrict of_scale, float *restrict of_offset, long rows,
                    long channels, int activated) {
  double *restrict total = calloc(2 * channels, sizeof(double));
  float *sums = malloc(3 * channels * sizeof(float)), *products = sums + channels, *slope = products + channels;
  if (!total || !sums) return free(total), free(sums), -1;
  for (long c = 0; c < channels; c++) slope[c] = scale[c] * inverse[c];
  TOTAL_OF_ROWS(total, float x = sound[i] - mean[c];
                float g = passed(x * slope[c] + offset[c], gradient[i], activated);
                sums[c] += g; products[c] += g * x;)
  for (long c = 0; c < channels; c++) {
    of_offset[c] = total[c];
    of_scale[c] = total[channels + c] * inverse[c];
    sums[c] = -slope[c] * total[c] / rows;
    products[c] = -slope[c] * inverse[c] * inverse[c] * total[channels + c] / rows;
  }
  for (long row = 0; row < rows; row++)
    for (long c = 0; c < channels; c++) {
      long i = row * channels + c;
      float x = sound[i] - mean[c], g = passed(x * slope[c] + offset[c], gradient[i], activated);
      of_sound[i] = slope[c] * g + products[c] * x + sums[c];
    }
  free(total);
  free(sums);
  return 0;
}

// What is normalised, and its mean, 1 / deviation and variance, one a channel.
int normalise(const float *sound, float *output, const float *scale, const float *offset, float *mean, float *inverse,
              float *variance, double epsilon, long rows, long channels, int activated) {
  return activated ? forward(sound, output, scale, offset, mean, inverse, variance, epsilon, rows, channels, 1)
                   : forward(sound, output, scale, offset, mean, inverse, variance, epsilon, rows, channels, 0);
}

// Gradients of what was normalised and of its scale and offset, from the gradient of what came out.
int normalise_backward(const float *sound, const float *gradient, float *of_sound, const float *scale,
                       const float *offset, const float *mean, const float *inverse, float *of_scale,
                       float *of_offset, long rows, long channels, int activated) {
  return activated ? backward(sound, gradient, of_sound, scale, offset, mean, inverse, of_scale, of_offset, rows,
                              channels, 1)
                   : backward(sound, gradient, of_sound, scale, offset, mean, inverse, of_scale, of_offset, rows,
                              channels, 0);
}
