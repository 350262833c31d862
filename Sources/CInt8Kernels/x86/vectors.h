// Vectors of 4, 8 and 16 lanes of 32 bits under one set of names: x_, y_ and z_. The including file
// says by LEVEL what the CPU has, and sets the functions' target.
#ifndef X86_VECTORS_H
#define X86_VECTORS_H

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#include "../loops.h"

#define LEVEL_AVX2 0
#define LEVEL_AVXVNNI 1
#define LEVEL_AVX512VNNI 2

// odd() hides its result from the optimizer: seeing that the upper halves do not matter, clang would
// replace the signed product by three unsigned ones and shifts.
#define VECTOR_NAMES(p, type, mm, si)                                                              \
  INLINE type p##load(const void *a) { return mm##_loadu_##si((const type *)a); }                  \
  INLINE void p##store(void *a, type v) { mm##_storeu_##si((type *)a, v); }                        \
  INLINE type p##set32(int v) { return mm##_set1_epi32(v); }                                       \
  INLINE type p##set8(int v) { return mm##_set1_epi8((char)v); }                                   \
  INLINE type p##zero(void) { return mm##_setzero_##si(); }                                        \
  INLINE type p##low8(type a, type b) { return mm##_unpacklo_epi8(a, b); }                         \
  INLINE type p##high8(type a, type b) { return mm##_unpackhi_epi8(a, b); }                        \
  INLINE type p##low16(type a, type b) { return mm##_unpacklo_epi16(a, b); }                       \
  INLINE type p##high16(type a, type b) { return mm##_unpackhi_epi16(a, b); }                      \
  INLINE type p##pack32(type a, type b) { return mm##_packs_epi32(a, b); }                         \
  INLINE type p##pack16(type a, type b) { return mm##_packs_epi16(a, b); }                         \
  INLINE type p##xor(type a, type b) { return mm##_xor_##si(a, b); }                               \
  INLINE type p##and(type a, type b) { return mm##_and_##si(a, b); }                               \
  INLINE type p##add(type a, type b) { return mm##_add_epi32(a, b); }                              \
  INLINE type p##sub(type a, type b) { return mm##_sub_epi32(a, b); }                               \
  INLINE type p##add64(type a, type b) { return mm##_add_epi64(a, b); }                            \
  INLINE type p##product(type a, type b) { return mm##_mul_epi32(a, b); }                          \
  INLINE type p##pairs(type a, type b) { return mm##_madd_epi16(a, b); }                           \
  INLINE type p##sign(type a) { return mm##_srai_epi32(a, 31); }                                   \
  INLINE type p##right(type a, type n) { return mm##_srav_epi32(a, n); }                           \
  INLINE type p##left(type a, type n) { return mm##_sllv_epi32(a, n); }                            \
  INLINE type p##upper(type a) { return mm##_srli_epi64(a, 32); }                                  \
  /* To the nearest whole number, ties to even: in the rounding mode of every program's start. */     \
  INLINE type p##real(type x, type scale, type offset) {                                           \
    return mm##_cvtps_epi32(mm##_fmadd_ps(                                                         \
        mm##_cvtepi32_ps(x), mm##_cast##si##_ps(scale), mm##_cast##si##_ps(offset)));              \
  }                                                                                                \
  INLINE type p##set_real(float v) { return mm##_castps_##si(mm##_set1_ps(v)); }                   \
  INLINE type p##real_sum(type x, type x_scale, type y, type y_scale, type offset) {               \
    return mm##_cvtps_epi32(mm##_fmadd_ps(                                                         \
        mm##_cvtepi32_ps(x), mm##_cast##si##_ps(x_scale),                                          \
        mm##_fmadd_ps(                                                                             \
            mm##_cvtepi32_ps(y), mm##_cast##si##_ps(y_scale), mm##_cast##si##_ps(offset))));       \
  }                                                                                                \
  INLINE type p##most8(type a, type b) { return mm##_max_epi8(a, b); }                             \
  INLINE type p##least8(type a, type b) { return mm##_min_epi8(a, b); }

VECTOR_NAMES(x_, __m128i, _mm, si128)
VECTOR_NAMES(y_, __m256i, _mm256, si256)
INLINE __m128i x_odd(__m128i a) { a = x_upper(a); __asm__("" : "+x"(a)); return a; }
INLINE __m256i y_odd(__m256i a) { a = y_upper(a); __asm__("" : "+x"(a)); return a; }
// The upper halves of the 64-bit lanes of both, interleaved.
INLINE __m128i x_uppers(__m128i even, __m128i odd) {
  return _mm_blend_epi16(x_upper(even), odd, 0xCC);
}
INLINE __m256i y_uppers(__m256i even, __m256i odd) {
  return _mm256_blend_epi32(y_upper(even), odd, 0xAA);
}

#if LEVEL == LEVEL_AVX512VNNI
VECTOR_NAMES(z_, __m512i, _mm512, si512)
INLINE __m512i z_odd(__m512i a) { a = z_upper(a); __asm__("" : "+v"(a)); return a; }
INLINE __m512i z_uppers(__m512i even, __m512i odd) {
  return _mm512_mask_shuffle_epi32(odd, 0x5555, even, (_MM_PERM_ENUM)0xF5);
}
#endif

// Sums of products of four neighbouring bytes, unsigned by signed, added to 32-bit lanes.
#if LEVEL == LEVEL_AVXVNNI
INLINE __m128i x_quads(__m128i c, __m128i a, __m128i b) { return _mm_dpbusd_avx_epi32(c, a, b); }
INLINE __m256i y_quads(__m256i c, __m256i a, __m256i b) { return _mm256_dpbusd_avx_epi32(c, a, b); }
#elif LEVEL == LEVEL_AVX512VNNI
INLINE __m128i x_quads(__m128i c, __m128i a, __m128i b) { return _mm_dpbusd_epi32(c, a, b); }
INLINE __m256i y_quads(__m256i c, __m256i a, __m256i b) { return _mm256_dpbusd_epi32(c, a, b); }
INLINE __m512i z_quads(__m512i c, __m512i a, __m512i b) { return _mm512_dpbusd_epi32(c, a, b); }
#endif

// The first n bytes of a vector; usual widths without a mask, which costs.
INLINE void x_store_first(void *to, __m128i v, int n) {
  if (n >= 16) {
    _mm_storeu_si128((__m128i *)to, v);
  } else if (n == 8) {
    _mm_storel_epi64((__m128i *)to, v);
#if LEVEL == LEVEL_AVX512VNNI
  } else {
    _mm_mask_storeu_epi8(to, (__mmask16)((1u << n) - 1), v);
  }
#else
  } else {
    char bytes[16];
    _mm_storeu_si128((__m128i *)bytes, v);
    memcpy(to, bytes, (size_t)n);
  }
#endif
}
INLINE void y_store_first(void *to, __m256i v, int n) {
#if LEVEL == LEVEL_AVX512VNNI
  if (n >= 32) {
    _mm256_storeu_si256((__m256i *)to, v);
  } else if (n == 16) {
    _mm_storeu_si128((__m128i *)to, _mm256_castsi256_si128(v));
  } else {
    _mm256_mask_storeu_epi8(to, (1u << n) - 1, v);
  }
#else
  if (n >= 32) {
    _mm256_storeu_si256((__m256i *)to, v);
  } else if (n >= 16) {
    _mm_storeu_si128((__m128i *)to, _mm256_castsi256_si128(v));
    if (n > 16) x_store_first((char *)to + 16, _mm256_extracti128_si256(v, 1), n - 16);
  } else {
    x_store_first(to, _mm256_castsi256_si128(v), n);
  }
#endif
}
#if LEVEL == LEVEL_AVX512VNNI
INLINE void z_store_first(void *to, __m512i v, int n) {
  if (n >= 64) {
    _mm512_storeu_si512(to, v);
  } else if (n == 48) {
    _mm256_storeu_si256((__m256i *)to, _mm512_castsi512_si256(v));
    _mm_storeu_si128((__m128i *)((char *)to + 32), _mm512_extracti32x4_epi32(v, 2));
  } else {
    _mm512_mask_storeu_epi8(to, (1ull << n) - 1, v);
  }
}
#endif

// Sixteen bytes.
typedef __m128i sixteen;

// The values that the inner loops read: bytes with their sign bit turned, 0...255, for VNNI; else
// 16 bits.
#if LEVEL == LEVEL_AVX2
typedef int16_t staged;
#define STAGED_OFFSET 0
// Values of a pixel, and taps of a channel, that a multiply-add takes at once.
#define GROUP 2
#define TAPS 2
#define WEIGHT_BYTES 2
// Vectors of sums for the channels of one vector of staged values.
#define STRIP_VECTORS 2
#else
typedef uint8_t staged;
#define STAGED_OFFSET 128
#define GROUP 4
#define TAPS 4
#define WEIGHT_BYTES 1
#define STRIP_VECTORS 4
#endif
#define LEAST_WEIGHT (-128)

// Brings `count` int8 values into that form.
INLINE void stage(staged *to, const int8_t *from, size_t count) {
  size_t i = 0;
#if LEVEL == LEVEL_AVX2
  for (; i + 16 <= count; i += 16)
    _mm256_storeu_si256(
        (__m256i *)(to + i), _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(from + i))));
  for (; i < count; i++) to[i] = from[i];
#elif LEVEL == LEVEL_AVXVNNI
  const __m256i turn = y_set8(-128);
  for (; i + 32 <= count; i += 32) y_store(to + i, y_xor(y_load(from + i), turn));
  for (; i < count; i++) to[i] = (uint8_t)(from[i] ^ -128);
#else
  const __m512i turn = z_set8(-128);
  for (; i + 64 <= count; i += 64) z_store(to + i, z_xor(z_load(from + i), turn));
  if (i < count) {
    const __mmask64 rest = (1ull << (count - i)) - 1;
    _mm512_mask_storeu_epi8(
        to + i, rest, z_xor(_mm512_maskz_loadu_epi8(rest, from + i), turn));
  }
#endif
}

INLINE void stage_zero_points(staged *to, size_t count, int32_t zero_point) {
#if LEVEL == LEVEL_AVX2
  for (size_t i = 0; i < count; i++) to[i] = (int16_t)zero_point;
#else
  memset(to, zero_point + STAGED_OFFSET, count);
#endif
}

#endif
