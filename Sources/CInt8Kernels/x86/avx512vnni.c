// The set for CPUs with AVX-512 VNNI.
#if defined(__x86_64__)

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../packing.h"
#include "../sets.h"

#define LEVEL LEVEL_AVX512VNNI
#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop

#define SET int8_kernels_avx512vnni
#define LABEL "AVX-512 VNNI"
#include "../set.h"

#endif
