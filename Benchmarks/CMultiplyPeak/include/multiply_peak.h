// How many int8 multiply-adds a core makes in a second at the most: what percentages of the engine's
// speed are percentages of.
#ifndef CMULTIPLYPEAK_H
#define CMULTIPLYPEAK_H

// Runs the instruction that a kernel set multiplies with, on twelve independent sums, one operand in
// a register and the other read from 4 KiB that stay in the first-level cache. Nothing is loaded
// from further away, widened, rescaled or stored, so no kernel can be faster.
//
// - set: as the engine names it, for example "avx-512-vnni".
// - seconds: how long to measure, at least once.
//
// Returns 10^9 multiply-adds a second on this core; 0 for a set of another name, or that this CPU
// cannot run.
double multiply_peak(const char *set, double seconds);

#endif
