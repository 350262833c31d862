// For inner loops: functions that become part of their caller, loops without a counter, a stop for the
// optimizer.
#ifndef LOOPS_H
#define LOOPS_H

#define INLINE static inline __attribute__((always_inline))
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 64")
#endif

// Has the value of a vector at this place of the program: the optimizer moves nothing of it beyond.
#if defined(__x86_64__)
#define SETTLE(v) __asm__ volatile("" : "+x"(v))
#else
#define SETTLE(v) __asm__ volatile("" : "+w"(v))
#endif

#endif
