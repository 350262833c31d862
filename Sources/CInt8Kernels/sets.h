// Every set that is compiled in.
#ifndef SETS_H
#define SETS_H

#include "CInt8Kernels.h"

#if defined(__x86_64__)
extern const struct int8_kernels int8_kernels_avx512vnni, int8_kernels_avxvnni, int8_kernels_avx2;
#endif

#endif
