#pragma once
// jpeglib.h needs size_t and FILE, and does not ask for them.
#include <stdio.h>
#include <jpeglib.h>
