// The kernels of one server; included for each, with PLACE and R(name) set.

static struct server *const R(server) = &servers[PLACE];

static size_t R(convolution_packed_bytes)(const struct int8_layer *l) {
  return ask_size(R(server), CONVOLUTION_PACKED_BYTES, l, sizeof *l);
}
static int R(convolution_pack)(
    const struct int8_layer *l, const int16_t *weights, const struct int8_channel *channels,
    void *packed) {
  const size_t count =
      (size_t)l->kernel_height * l->kernel_width * l->input_channels * l->output_channels;
  return pack_window(
      R(server), CONVOLUTION_PACK, l, weights, count, channels, packed,
      R(convolution_packed_bytes)(l));
}
static size_t R(convolution_scratch_bytes)(const struct int8_layer *l) {
  return ask_size(R(server), CONVOLUTION_SCRATCH_BYTES, l, sizeof *l);
}
static void R(convolution_run)(
    const struct int8_layer *l, const void *packed, const int8_t *input, int8_t *output,
    void *scratch) {
  (void)scratch;
  run_window(
      R(server), CONVOLUTION_RUN, l, packed, R(convolution_packed_bytes)(l), input, output);
}

static size_t R(depthwise_packed_bytes)(const struct int8_layer *l) {
  return ask_size(R(server), DEPTHWISE_PACKED_BYTES, l, sizeof *l);
}
static int R(depthwise_pack)(
    const struct int8_layer *l, const int16_t *weights, const struct int8_channel *channels,
    void *packed) {
  const size_t count = (size_t)l->kernel_height * l->kernel_width * l->output_channels;
  return pack_window(
      R(server), DEPTHWISE_PACK, l, weights, count, channels, packed, R(depthwise_packed_bytes)(l));
}
static size_t R(depthwise_scratch_bytes)(const struct int8_layer *l) {
  return ask_size(R(server), DEPTHWISE_SCRATCH_BYTES, l, sizeof *l);
}
static void R(depthwise_run)(
    const struct int8_layer *l, const void *packed, const int8_t *input, int8_t *output,
    void *scratch) {
  (void)scratch;
  run_window(R(server), DEPTHWISE_RUN, l, packed, R(depthwise_packed_bytes)(l), input, output);
}

static int R(settle_addition)(struct int8_addition *a) {
  int32_t done;
  begin(R(server), SETTLE_ADDITION);
  put(R(server), a, sizeof *a);
  get(R(server), &done, sizeof done);
  get(R(server), a, sizeof *a);
  end(R(server));
  return done;
}
static int R(can_multiply)(const struct int8_product *p) {
  return ask(R(server), CAN_MULTIPLY, p, sizeof *p);
}
static void R(add)(
    const struct int8_addition *a, const struct int8_rows *r, const int8_t *first,
    const int8_t *second, int8_t *output) {
  run_elementwise(R(server), ADD, a, sizeof *a, r, first, second, output);
}
static void R(multiply)(
    const struct int8_product *p, const struct int8_rows *r, const int8_t *first,
    const int8_t *second, int8_t *output) {
  run_elementwise(R(server), MULTIPLY, p, sizeof *p, r, first, second, output);
}

static void R(map)(const uint8_t table[256], const uint8_t *input, uint8_t *output, size_t count) {
  begin(R(server), MAP);
  put(R(server), table, 256);
  put_array(R(server), input, count);
  take_output(R(server), (const void *[]){input}, 1, output, count);
  end(R(server));
}

static size_t R(pool_scratch_bytes)(const struct int8_layer *l) {
  return ask_size(R(server), POOL_SCRATCH_BYTES, l, sizeof *l);
}
static void R(pool)(
    enum call call, const struct int8_layer *l, const int8_t *input, int8_t *output) {
  begin(R(server), call);
  put(R(server), l, sizeof *l);
  put_array(R(server), input, input_bytes(l));
  take_output(R(server), (const void *[]){input}, 1, output, output_bytes(l));
  end(R(server));
}
static void R(pool_largest)(
    const struct int8_layer *l, const int8_t *input, int8_t *output, void *scratch) {
  (void)scratch;
  R(pool)(POOL_LARGEST, l, input, output);
}
static void R(pool_mean)(const struct int8_layer *l, const int8_t *input, int8_t *output) {
  R(pool)(POOL_MEAN, l, input, output);
}

static void R(accumulate)(int32_t *sums, const uint8_t *bytes, size_t count, int is_unsigned) {
  const int32_t sign = is_unsigned;
  begin(R(server), ACCUMULATE);
  put(R(server), &sign, sizeof sign);
  put_array(R(server), sums, count * sizeof *sums);
  put_array(R(server), bytes, count);
  take_output(R(server), (const void *[]){sums}, 1, sums, count * sizeof *sums);
  end(R(server));
}
static int32_t R(total)(const uint8_t *bytes, size_t count, int is_unsigned) {
  const int32_t sign = is_unsigned;
  int32_t sum;
  begin(R(server), TOTAL);
  put(R(server), &sign, sizeof sign);
  put_array(R(server), bytes, count);
  get(R(server), &sum, sizeof sum);
  end(R(server));
  return sum;
}
static void R(rescale)(
    int32_t multiplier, int32_t shift, int32_t offset, int32_t zero_point, int32_t lowest,
    int32_t highest, const int32_t *sums, uint8_t *output, size_t count) {
  const struct rescale_arguments a = {multiplier, shift, offset, zero_point, lowest, highest};
  begin(R(server), RESCALE);
  put(R(server), &a, sizeof a);
  put_array(R(server), sums, count * sizeof *sums);
  take_output(R(server), (const void *[]){sums}, 1, output, count);
  end(R(server));
}
static void R(quantize)(
    float scale, float zero_point, float lowest, float highest, const float *input,
    uint8_t *output, size_t count) {
  const struct quantize_arguments a = {scale, zero_point, lowest, highest};
  begin(R(server), QUANTIZE);
  put(R(server), &a, sizeof a);
  put_array(R(server), input, count * sizeof *input);
  take_output(R(server), (const void *[]){input}, 1, output, count);
  end(R(server));
}

static size_t R(dense_packed_bytes)(const struct int8_dense *d) {
  return ask_size(R(server), DENSE_PACKED_BYTES, d, sizeof *d);
}
static int R(dense_pack)(
    const struct int8_dense *d, const int16_t *weights, const int32_t *biases,
    const double *factors, void *packed) {
  const size_t bytes = R(dense_packed_bytes)(d);
  int32_t done;
  begin(R(server), DENSE_PACK);
  put(R(server), d, sizeof *d);
  put_array(R(server), weights, (size_t)d->depth * d->units * sizeof *weights);
  put_array(R(server), biases, (size_t)d->units * sizeof *biases);
  put_array(R(server), factors, (size_t)d->units * sizeof *factors);
  get(R(server), &done, sizeof done);
  if (done) get(R(server), packed, bytes);
  end(R(server));
  return done;
}
static size_t R(dense_scratch_bytes)(const struct int8_dense *d) {
  return ask_size(R(server), DENSE_SCRATCH_BYTES, d, sizeof *d);
}
static void R(dense)(
    const struct int8_dense *d, const void *packed, const int8_t *input, int8_t *output,
    void *scratch) {
  (void)scratch;
  const size_t bytes = R(dense_packed_bytes)(d);
  begin(R(server), DENSE);
  put(R(server), d, sizeof *d);
  put_array(R(server), packed, bytes);
  put_array(R(server), input, (size_t)d->depth);
  take_output(R(server), (const void *[]){input}, 1, output, (size_t)d->units);
  end(R(server));
}

// Row by row only the server itself computes, to check what it answers.
static size_t R(ring_bytes)(const struct int8_layer *l) {
  (void)l;
  return 0;
}

static const struct int8_kernels R(set) = {
    "remote",
    {R(convolution_packed_bytes), R(convolution_pack), R(convolution_scratch_bytes),
     R(convolution_run), 0},
    {R(depthwise_packed_bytes), R(depthwise_pack), R(depthwise_scratch_bytes), R(depthwise_run),
     0},
    R(ring_bytes),
    0,
    0,
    R(settle_addition),
    R(can_multiply),
    R(add),
    R(multiply),
    R(map),
    R(pool_scratch_bytes),
    R(pool_largest),
    R(pool_mean),
    R(accumulate),
    R(total),
    R(rescale),
    R(quantize),
    R(dense_packed_bytes),
    R(dense_pack),
    R(dense_scratch_bytes),
    R(dense),
};
