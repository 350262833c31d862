#pragma once
#include <stdbool.h>

/// Whether this build counts: with glibc, and no sanitizer that replaces the allocator itself.
bool counts_allocations(void);

/// Calls to malloc and its kin that this thread has made, in any library.
unsigned long allocation_count(void);
