// The set for CPUs with AVX-VNNI.
#if defined(__x86_64__)

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../packing.h"
#include "../sets.h"

#define LEVEL LEVEL_AVXVNNI
#pragma clang attribute push(__attribute__((target("avx2,fma,avxvnni"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop

#define SET int8_kernels_avxvnni
#define LABEL "AVX-VNNI"
#include "../set.h"

#endif
