// The inner loops of int8 convolutions and additions, written for the vector units of several CPUs.
//
// Each set computes exactly what the plain Swift kernels define (two roundings, halves away from
// zero, as LiteRT's reference kernels do), or says that it cannot. Activations stay int8 in memory,
// row by row, channels last; a set brings what it needs of them into its own form in scratch memory,
// so that output may be written over input that is no longer needed.
#ifndef CINT8KERNELS_H
#define CINT8KERNELS_H

#include <stddef.h>
#include <stdint.h>

// A window that slides over an image, and how the values are quantized. Where the window reaches
// outside the image it sees the input's zero point.
struct int8_layer {
  int32_t input_height, input_width, input_channels;
  int32_t output_height, output_width, output_channels;
  int32_t kernel_height, kernel_width;
  int32_t stride_height, stride_width;
  // Rows and columns imagined before the first.
  int32_t padding_top, padding_left;
  int32_t input_zero_point, output_zero_point;
  // Limits of the fused activation, within -128...127.
  int32_t lowest, highest;
};

// What becomes of an output channel's sum: (sum + bias) * multiplier * 2^(shift - 31).
struct int8_channel {
  int32_t bias;
  // 0, or of magnitude 2^30 up to 2^31 - 1; negative for a negative factor.
  int32_t multiplier;
  // -31...31, positive to the left.
  int32_t shift;
};

// ADD of two tensors of one shape: each operand's value less its zero point, times 2^20, rescaled;
// the sum rescaled.
struct int8_addition {
  int32_t first_zero_point, second_zero_point, output_zero_point;
  int32_t first_multiplier, first_shift, second_multiplier, second_shift;
  int32_t multiplier, shift;
  int32_t lowest, highest;
  // Set by settle_addition(): whether the sum is also that of both values times a scale, plus an offset,
  // in floats, rounded.
  int32_t is_real;
  float first_scale, second_scale, offset;
};

// MUL: the product of both operands' distances from their zero points, rescaled.
struct int8_product {
  int32_t first_zero_point, second_zero_point, output_zero_point;
  int32_t multiplier, shift;
  int32_t lowest, highest;
};

// Rows of `row` values. From one row of an operand to the next it is `row` values, or none where the
// operand has one row, which meets all of the other's.
struct int8_rows {
  size_t rows, row, first_step, second_step;
};

// FULLY_CONNECTED with LiteRT's rescaling: a factor for each unit in double precision, one rounding,
// halves away from zero.
struct int8_dense {
  int32_t depth, units;
  int32_t input_zero_point, output_zero_point;
  int32_t lowest, highest;
};

// One of the two kinds of layer. All memory starts at a multiple of 64 bytes, but for input and
// output, which may start anywhere.
struct int8_window_kernel {
  // Bytes that pack() fills; 0 if layers of this kind and shape are not computed here.
  size_t (*packed_bytes)(const struct int8_layer *);
  // Brings weights, biases and rescaling into the order of the inner loop. The weights are
  // [kernel height][kernel width][input channel][output channel] for a convolution,
  // [kernel height][kernel width][channel] for a depthwise one, within -128...127.
  // Returns 0 if the layer cannot be computed exactly.
  int (*pack)(
      const struct int8_layer *, const int16_t *weights, const struct int8_channel *, void *packed);
  size_t (*scratch_bytes)(const struct int8_layer *);
  // The output may lie where the input does if it has no more channels and the strides are those of
  // the input: what is overwritten has been read.
  void (*run)(
      const struct int8_layer *, const void *packed, const int8_t *input, int8_t *output,
      void *scratch);
  // One row of the output, from a ring that holds those rows of the image that the window sees then.
  // Rows come one after the other from the first.
  void (*run_row)(
      const struct int8_layer *, const void *packed, void *ring, int32_t row, int8_t *output);
};

// The kernels for one kind of CPU.
struct int8_kernels {
  const char *name;
  struct int8_window_kernel convolution, depthwise;
  // Of a ring of as many rows of the input as the window has, in the set's own form; 0 if the set does
  // not compute row by row.
  size_t (*ring_bytes)(const struct int8_layer *);
  // Where in the ring a row of the input may be put before it is taken.
  int8_t *(*ring_slot)(const struct int8_layer *, void *ring, int32_t row);
  // Takes a row into the ring, from its slot or from elsewhere, in the place of the one that is a
  // window's height above it. Rows come one after the other; those that no window sees may be left out.
  void (*ring_take)(const struct int8_layer *, void *ring, int32_t row, const int8_t *from);
  // Return 0 if the results cannot be computed exactly. An addition is settled before it is run.
  int (*settle_addition)(struct int8_addition *);
  int (*can_multiply)(const struct int8_product *);
  // The output may be an input that is no single row.
  void (*add)(
      const struct int8_addition *, const struct int8_rows *, const int8_t *first,
      const int8_t *second, int8_t *output);
  void (*multiply)(
      const struct int8_product *, const struct int8_rows *, const int8_t *first,
      const int8_t *second, int8_t *output);
  // A result for each byte. The output may be the input.
  void (*map)(const uint8_t table[256], const uint8_t *input, uint8_t *output, size_t count);
  // The largest value, or the mean rounded half away from zero, of what a window sees of a channel;
  // what lies outside the image does not count. Only the layer's shape and limits matter.
  size_t (*pool_scratch_bytes)(const struct int8_layer *);
  void (*pool_largest)(
      const struct int8_layer *, const int8_t *input, int8_t *output, void *scratch);
  void (*pool_mean)(const struct int8_layer *, const int8_t *input, int8_t *output);
  // Adds bytes, signed or not, to as many sums; or all of them to one.
  void (*accumulate)(int32_t *sums, const uint8_t *bytes, size_t count, int is_unsigned);
  int32_t (*total)(const uint8_t *bytes, size_t count, int is_unsigned);
  // Rescales sums less `offset`, of magnitude below 2^30 then, by one positive multiplier that does
  // not shift to the left nor by more than 22; the results as bytes.
  void (*rescale)(
      int32_t multiplier, int32_t shift, int32_t offset, int32_t zero_point, int32_t lowest,
      int32_t highest, const int32_t *sums, uint8_t *output, size_t count);
  // QUANTIZE of float: steps of `scale` from zero, rounded half away from zero, plus the zero point,
  // saturated; what is not a number is zero.
  void (*quantize)(
      float scale, float zero_point, float lowest, float highest, const float *input,
      uint8_t *output, size_t count);
  // Weights are [depth][units]; pack returns 0 if it cannot take them.
  size_t (*dense_packed_bytes)(const struct int8_dense *);
  int (*dense_pack)(
      const struct int8_dense *, const int16_t *weights, const int32_t *biases,
      const double *factors, void *packed);
  size_t (*dense_scratch_bytes)(const struct int8_dense *);
  void (*dense)(
      const struct int8_dense *, const void *packed, const int8_t *input, int8_t *output,
      void *scratch);
};

enum { INT8_MOST_SETS = 3 };

// Writes the sets that this CPU can run, the fastest first. Returns how many.
int int8_kernel_sets(const struct int8_kernels *sets[INT8_MOST_SETS]);

#endif
