// The set for CPUs with AVX-VNNI.
#if defined(__x86_64__)

#include <stdlib.h>

#define LEVEL LEVEL_AVXVNNI
#include "sets.h"
#pragma clang attribute push(__attribute__((target("avx2,avxvnni"))), apply_to = function)
#include "x86_kernels.h"
#include "x86_other_kernels.h"
#pragma clang attribute pop

const struct int8_kernels int8_kernels_avxvnni = {
    "AVX-VNNI",
    {convolution_packed_bytes, convolution_pack, convolution_scratch_bytes, convolution_run},
    {depthwise_packed_bytes, depthwise_pack, depthwise_scratch_bytes, depthwise_run},
    can_add,
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

#endif
