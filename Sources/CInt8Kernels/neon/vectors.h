// Vectors of 4 lanes of 32 bits, under the names that the x86 ones have. The including file says by
// DOT whether there are dot products, and sets the functions' target.
#ifndef NEON_VECTORS_H
#define NEON_VECTORS_H

#include <stdint.h>
#include <string.h>

#include "../loops.h"

INLINE int8x16_t bytes_of(int32x4_t a) { return vreinterpretq_s8_s32(a); }
INLINE int32x4_t of_bytes(int8x16_t a) { return vreinterpretq_s32_s8(a); }
INLINE int32x4_t of_words(int16x8_t a) { return vreinterpretq_s32_s16(a); }
INLINE int16x8_t words_of(int32x4_t a) { return vreinterpretq_s16_s32(a); }

INLINE int32x4_t x_load(const void *a) { return of_bytes(vld1q_s8(a)); }
INLINE void x_store(void *a, int32x4_t v) { vst1q_s8(a, bytes_of(v)); }
INLINE int32x4_t x_set32(int v) { return vdupq_n_s32(v); }
INLINE int32x4_t x_set8(int v) { return of_bytes(vdupq_n_s8((int8_t)v)); }
INLINE int32x4_t x_zero(void) { return vdupq_n_s32(0); }
INLINE int32x4_t x_add(int32x4_t a, int32x4_t b) { return vaddq_s32(a, b); }
INLINE int32x4_t x_sub(int32x4_t a, int32x4_t b) { return vsubq_s32(a, b); }
INLINE int32x4_t x_left(int32x4_t a, int32x4_t n) { return vshlq_s32(a, n); }
INLINE int32x4_t x_most8(int32x4_t a, int32x4_t b) {
  return of_bytes(vmaxq_s8(bytes_of(a), bytes_of(b)));
}
INLINE int32x4_t x_least8(int32x4_t a, int32x4_t b) {
  return of_bytes(vminq_s8(bytes_of(a), bytes_of(b)));
}
// With saturation, in their order.
INLINE int32x4_t x_pack32(int32x4_t a, int32x4_t b) {
  return of_words(vcombine_s16(vqmovn_s32(a), vqmovn_s32(b)));
}
INLINE int32x4_t x_pack16(int32x4_t a, int32x4_t b) {
  return of_bytes(vcombine_s8(vqmovn_s16(words_of(a)), vqmovn_s16(words_of(b))));
}
INLINE int32x4_t x_upper_half(int32x4_t a) { return vextq_s32(a, a, 2); }

// The first n bytes of a vector.
INLINE void x_store_first(void *to, int32x4_t v, int n) {
  if (n >= 16) {
    x_store(to, v);
  } else if (n == 8) {
    vst1_s8(to, vget_low_s8(bytes_of(v)));
  } else {
    int8_t bytes[16];
    x_store(bytes, v);
    memcpy(to, bytes, (size_t)n);
  }
}

// Sixteen bytes.
typedef int32x4_t sixteen;

// The values that the inner loops read: bytes as they are.
typedef int8_t staged;
#define STAGED_OFFSET 0
// Values of a pixel that one step of the inner loop takes.
#define GROUP 4
#define WEIGHT_BYTES 1
// Vectors of sums for the channels of one vector of staged values.
#define STRIP_VECTORS 4
#if DOT
#define TAPS 4
#define LEAST_WEIGHT (-128)
#else
#define TAPS 2
// Two products are added in 16 bits: 2 * -128 * -128 would not fit, 2 * -128 * -127 does.
#define LEAST_WEIGHT (-127)
#endif

INLINE void stage(staged *to, const int8_t *from, size_t count) { memcpy(to, from, count); }

INLINE void stage_zero_points(staged *to, size_t count, int32_t zero_point) {
  memset(to, zero_point, count);
}

#endif
