// The set for 64-bit ARM CPUs with dot products (optional in ARMv8.2).
#include "../sets.h"
#if HAS_NEON

#include <arm_neon.h>
#include <stdlib.h>
#include <string.h>

#include "../packing.h"

#define DOT 1
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("arch=armv8.2-a+dotprod")
#endif
#include "kernels.h"
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#define SET int8_kernels_neondot
#define LABEL "NEON dot product"
#include "../set.h"

#endif
