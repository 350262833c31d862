// JPEG and PNG bytes become RGB, behind calls that return.
//
// libjpeg and libpng leave a broken file by longjmp, which must not pass through Swift. Here every
// such jump ends in the C function that was called, which then says false.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What became of an image.
typedef struct {
  uint32_t width, height;
  /// Zero-terminated. After false: what is wrong. After true: the first thing that the decoder had to
  /// guess because the data is damaged, empty if there was none.
  char reason[256];
} image_report;

/// Reads the header alone and reports width and height. `bytes` is the whole file.
bool jpeg_describe(const uint8_t *bytes, size_t count, image_report *report);
bool png_describe(const uint8_t *bytes, size_t count, image_report *report);

/// Decodes to `rgb`, row by row, three bytes a pixel: what Pillow's convert("RGB") gives. Grey is
/// repeated, alpha and transparent colours are dropped, of 16 bits the high byte is kept, inks (of
/// Adobe's inverted kind, as all known CMYK files) are multiplied. Orientation marks and colour
/// profiles are passed over. False where `capacity` is less than 3 * width * height.
bool jpeg_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t capacity,
                 image_report *report);
bool png_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t capacity,
                image_report *report);
