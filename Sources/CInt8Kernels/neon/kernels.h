// All kernels of NEON, in the order in which they build on each other.

// Whether this CPU rescales in floats.
#define HAS_REALS 0

#include "vectors.h"
#include "../staging.h"
#include "../tiles.h"
#include "tiles.h"
#define REAL_FORM_SEARCH 0
#include "../convolution.h"
#include "../depthwise.h"
#include "wide.h"
#include "../elementwise.h"
#include "byte_table.h"
#include "../pooling.h"
#include "../sums.h"
#include "floats.h"
#include "../dense.h"
