// The set for every 64-bit ARM CPU.
#include "../sets.h"
#if HAS_NEON

#include <arm_neon.h>
#include <stdlib.h>
#include <string.h>

#include "../packing.h"

#define DOT 0
#include "kernels.h"

#define SET int8_kernels_neon
#define LABEL "NEON"
#include "../set.h"

#endif
