// The set for CPUs with AVX2.
#if defined(__x86_64__)

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../packing.h"
#include "../sets.h"

#define LEVEL LEVEL_AVX2
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop

#define SET int8_kernels_avx2
#define LABEL "AVX2"
#include "../set.h"

#endif
