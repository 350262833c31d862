#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <png.h>

#include "CImageDecoding.h"

struct reading {
  png_structp decoder;
  png_infop info;
  const uint8_t *next;
  size_t left;
  jmp_buf leave;
  image_report *report;
};

static void fail(struct reading *reading, const char *reason) {
  snprintf(reading->report->reason, sizeof reading->report->reason, "%s", reason);
  longjmp(reading->leave, 1);
}

static void on_error(png_structp decoder, png_const_charp reason) {
  fail(png_get_error_ptr(decoder), reason);
}

// They are about chunks beside the image: profiles, texts.
static void on_warning(png_structp decoder, png_const_charp text) {
  (void)decoder;
  (void)text;
}

static void on_read(png_structp decoder, png_bytep target, size_t count) {
  struct reading *reading = png_get_io_ptr(decoder);
  if (count > reading->left) fail(reading, "the file ends before its image does");
  memcpy(target, reading->next, count);
  reading->next += count;
  reading->left -= count;
}

static void read_header(struct reading *reading) {
  reading->decoder =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, reading, on_error, on_warning);
  if (reading->decoder == NULL) fail(reading, "there is no memory for it");
  reading->info = png_create_info_struct(reading->decoder);
  if (reading->info == NULL) fail(reading, "there is no memory for it");
  png_set_read_fn(reading->decoder, reading, on_read);
  // Compressed texts and profiles are never unpacked; gamma would change pixels.
  png_set_keep_unknown_chunks(reading->decoder, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_read_info(reading->decoder, reading->info);
  reading->report->width = png_get_image_width(reading->decoder, reading->info);
  reading->report->height = png_get_image_height(reading->decoder, reading->info);
}

static void read_image(struct reading *reading, uint8_t *rgb, size_t capacity) {
  png_structp decoder = reading->decoder;
  png_infop info = reading->info;
  size_t width = reading->report->width, height = reading->report->height;
  if (capacity / 3 / height < width) fail(reading, "it is larger than its header says");

  png_byte type = png_get_color_type(decoder, info);
  if (type == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(decoder);
  if (type == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(decoder);
  png_set_strip_16(decoder);
  png_set_strip_alpha(decoder);
  png_set_gray_to_rgb(decoder);
  int passes = png_set_interlace_handling(decoder);
  png_read_update_info(decoder, info);
  if (png_get_rowbytes(decoder, info) != 3 * width) fail(reading, "its pixels are of no known kind");
  for (int pass = 0; pass < passes; pass++)
    for (size_t row = 0; row < height; row++) png_read_row(decoder, rgb + 3 * width * row, NULL);
  // The checksums of the last bytes are behind them.
  png_read_end(decoder, NULL);
}

// The one function to which errors jump. What changes after setjmp is in the caller's memory.
static bool run(struct reading *reading, uint8_t *rgb, size_t capacity) {
  if (setjmp(reading->leave)) return false;
  read_header(reading);
  if (rgb != NULL) read_image(reading, rgb, capacity);
  return true;
}

static bool read_file(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t capacity,
                      image_report *report) {
  struct reading reading;
  memset(&reading, 0, sizeof reading);
  memset(report, 0, sizeof *report);
  reading.next = bytes;
  reading.left = count;
  reading.report = report;
  bool read = run(&reading, rgb, capacity);
  png_destroy_read_struct(&reading.decoder, &reading.info, NULL);
  return read;
}

bool png_describe(const uint8_t *bytes, size_t count, image_report *report) {
  return read_file(bytes, count, NULL, 0, report);
}

bool png_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t capacity,
                image_report *report) {
  return read_file(bytes, count, rgb, capacity, report);
}
