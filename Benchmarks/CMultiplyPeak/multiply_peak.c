#include "include/multiply_peak.h"

#include <stdint.h>
#include <string.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

// The best of slices of about a tenth of a millisecond: what disturbs a slice only makes it slower.
static double best_rate(void (*slice)(void), double multiply_adds, double seconds) {
  const double end = now() + seconds;
  double best = 0;
  double start = now();
  do {
    slice();
    const double stop = now();
    if (multiply_adds / (stop - start) > best) best = multiply_adds / (stop - start);
    start = stop;
  } while (start < end);
  return best * 1e-9;
}

#if defined(__x86_64__)

#include <immintrin.h>

enum { sums = 12, turns = 32768 };

static const uint8_t table[4096] __attribute__((aligned(64))) = {3, 1, 4, 1, 5, 9, 2, 6};

// Twelve sums, each as in `step`, over and over. The empty asm statements hold the sums in registers
// and let the compiler assume nothing of the operands, so that no turn can be left out or merged.
#define SLICE(name, features, vector, zero, constraint, step)                     \
  __attribute__((target(features))) static void name(void) {                     \
    vector sum[sums];                                                             \
    for (int i = 0; i < sums; i++) sum[i] = zero();                               \
    vector weights = zero();                                                      \
    __asm__ volatile("" : "+" constraint(weights));                               \
    for (int turn = 0; turn < turns; turn++) {                                    \
      const uint8_t *p = table + (turn & 1) * 1024;                               \
      __asm__ volatile("" : "+r"(p));                                             \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < sums; i++) {         \
        const vector x = *(const vector *)(const void *)(p + i * 64);             \
        sum[i] = step;                                                            \
        __asm__ volatile("" : "+" constraint(sum[i]));                            \
      }                                                                           \
    }                                                                             \
  }

SLICE(slice_avx512vnni, "avx512f,avx512vnni", __m512i, _mm512_setzero_si512, "v",
      _mm512_dpbusd_epi32(sum[i], weights, x))
SLICE(slice_avxvnni, "avx2,avxvnni", __m256i, _mm256_setzero_si256, "x",
      _mm256_dpbusd_avx_epi32(sum[i], weights, x))
// Without these instructions bytes are widened to 16 bits first; counted as if that took no time.
SLICE(slice_avx2, "avx2", __m256i, _mm256_setzero_si256, "x",
      _mm256_add_epi32(sum[i], _mm256_madd_epi16(weights, x)))

double multiply_peak(const char *set, double seconds) {
  const double instructions = (double)sums * turns;
  if (strcmp(set, "avx-512-vnni") == 0 && __builtin_cpu_supports("avx512vnni")) {
    return best_rate(slice_avx512vnni, instructions * 64, seconds);
  }
  if (strcmp(set, "avx-vnni") == 0 && __builtin_cpu_supports("avxvnni")) {
    return best_rate(slice_avxvnni, instructions * 32, seconds);
  }
  if (strcmp(set, "avx2") == 0 && __builtin_cpu_supports("avx2")) {
    return best_rate(slice_avx2, instructions * 16, seconds);
  }
  return 0;
}

#else

double multiply_peak(const char *set, double seconds) {
  (void)now, (void)best_rate, (void)set, (void)seconds;
  return 0;
}

#endif
