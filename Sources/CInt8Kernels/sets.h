// Every set that is compiled in.
#ifndef SETS_H
#define SETS_H

#include "CInt8Kernels.h"

#if defined(__x86_64__)
extern const struct int8_kernels int8_kernels_avx512vnni, int8_kernels_avxvnni, int8_kernels_avx2;
#endif

// 64-bit ARM; the packed forms count on the lower byte coming first.
#if defined(__aarch64__) && !defined(__AARCH64EB__)
#define HAS_NEON 1
extern const struct int8_kernels int8_kernels_neondot, int8_kernels_neon;
#else
#define HAS_NEON 0
#endif

#endif
