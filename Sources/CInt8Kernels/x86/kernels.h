// All kernels of one LEVEL, in the order in which they build on each other.

// Whether this CPU rescales in floats.
#define HAS_REALS 1

#include "vectors.h"
#include "../staging.h"
#include "../real_form.h"
#include "../tiles.h"
#include "tiles.h"
#define REAL_FORM_SEARCH find_real_form
#include "../convolution.h"
#include "../depthwise.h"
#include "wide.h"
#include "../elementwise.h"
#include "byte_table.h"
#include "../pooling.h"
#include "../sums.h"
#include "floats.h"
#include "../dense.h"
