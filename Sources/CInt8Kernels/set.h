// One set of kernels, once its vectors and tiles are there: SET is its name in C, LABEL that for
// people.

const struct int8_kernels SET = {
    LABEL,
    {convolution_packed_bytes, convolution_pack, convolution_scratch_bytes, convolution_run,
     convolution_row},
    {depthwise_packed_bytes, depthwise_pack, ring_bytes, depthwise_run, depthwise_row},
    ring_bytes,
    ring_slot,
    ring_take,
    settle_addition,
    can_multiply,
    add_values,
    multiply_values,
    map_bytes,
    pool_scratch_bytes,
    pool_largest,
    pool_mean,
    accumulate,
    total,
    rescale_sums,
    quantize_floats,
    dense_packed_bytes,
    dense_pack,
    dense_scratch_bytes,
    dense,
};
