// The set for CPUs with AVX-512 VNNI.
#if defined(__x86_64__)

#include <stdlib.h>

#define LEVEL LEVEL_AVX512VNNI
#include "sets.h"
#pragma clang attribute push(__attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))), apply_to = function)
#include "x86_kernels.h"
#include "x86_other_kernels.h"
#pragma clang attribute pop

const struct int8_kernels int8_kernels_avx512vnni = {
    "AVX-512 VNNI",
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
