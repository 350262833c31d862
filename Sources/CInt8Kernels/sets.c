#include "sets.h"

#if HAS_NEON && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

int int8_kernel_sets(const struct int8_kernels *sets[INT8_MOST_SETS]) {
  int count = 0;
#if defined(__x86_64__)
  const int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vnni")) {
    sets[count++] = &int8_kernels_avx512vnni;
  }
  if (has_avx2 && __builtin_cpu_supports("avxvnni")) {
    sets[count++] = &int8_kernels_avxvnni;
  }
  if (has_avx2) sets[count++] = &int8_kernels_avx2;
#endif
#if HAS_NEON
#if defined(__linux__)
  if (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) sets[count++] = &int8_kernels_neondot;
#endif
  sets[count++] = &int8_kernels_neon;
#endif
  return count;
}
