// For inner loops: functions that become part of their caller, and loops without a counter.
#ifndef LOOPS_H
#define LOOPS_H

#define INLINE static inline __attribute__((always_inline))
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 64")
#endif

#endif
