#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include "CImageDecoding.h"

// A progressive file keeps all its coefficients: 6 bytes a pixel. The largest image that is taken at
// all needs half of this.
static const long memory_limit = 1L << 30;

// A few kilobytes can hold thousands of scans, each of which goes over the whole image. Encoders
// write about ten.
static const int scan_limit = 500;

static const char truncated[] = "the file ends before its image does";

struct reading {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress;
  jmp_buf leave;
  image_report *report;
};

static struct reading *reading_of(j_common_ptr common) { return common->client_data; }

static void fail(j_common_ptr common, const char *reason) {
  struct reading *reading = reading_of(common);
  snprintf(reading->report->reason, sizeof reading->report->reason, "%s", reason);
  longjmp(reading->leave, 1);
}

static void on_error(j_common_ptr common) {
  char text[JMSG_LENGTH_MAX];
  common->err->format_message(common, text);
  fail(common, text);
}

// Level -1 is a warning: libjpeg goes on with a guess. Above are traces.
static void on_message(j_common_ptr common, int level) {
  image_report *report = reading_of(common)->report;
  if (level >= 0 || report->reason[0] != 0) return;
  char text[JMSG_LENGTH_MAX];
  common->err->format_message(common, text);
  snprintf(report->reason, sizeof report->reason, "%s", text);
}

static void on_output(j_common_ptr common) { (void)common; }

static void on_progress(j_common_ptr common) {
  if (((j_decompress_ptr)common)->input_scan_number > scan_limit) fail(common, "it has too many scans");
}

static void do_nothing(j_decompress_ptr decoder) { (void)decoder; }

// The whole file is in memory, so a wish for more is a file that was cut. libjpeg's own source
// would make up an end, and the rest of the image.
static boolean on_end(j_decompress_ptr decoder) {
  fail((j_common_ptr)decoder, truncated);
  return FALSE;
}

static void skip(j_decompress_ptr decoder, long count) {
  if (count <= 0) return;
  if ((size_t)count > decoder->src->bytes_in_buffer) fail((j_common_ptr)decoder, truncated);
  decoder->src->next_input_byte += count;
  decoder->src->bytes_in_buffer -= (size_t)count;
}

static void read_header(struct reading *reading, const uint8_t *bytes, size_t count) {
  j_decompress_ptr decoder = &reading->decoder;
  jpeg_create_decompress(decoder);
  decoder->mem->max_memory_to_use = memory_limit;
  reading->source = (struct jpeg_source_mgr){
      .next_input_byte = bytes,
      .bytes_in_buffer = count,
      .init_source = do_nothing,
      .fill_input_buffer = on_end,
      .skip_input_data = skip,
      .resync_to_restart = jpeg_resync_to_restart,
      .term_source = do_nothing,
  };
  decoder->src = &reading->source;
  reading->progress.progress_monitor = on_progress;
  decoder->progress = &reading->progress;
  jpeg_read_header(decoder, TRUE);
  int components = decoder->num_components;
  if (components != 1 && components != 3 && components != 4)
    fail((j_common_ptr)decoder, "it has neither one, three nor four components");
  reading->report->width = decoder->image_width;
  reading->report->height = decoder->image_height;
}

// a * b / 255, rounded to the nearest.
static uint8_t product(uint32_t a, uint32_t b) {
  uint32_t scaled = a * b + 128;
  return (uint8_t)(((scaled >> 8) + scaled) >> 8);
}

// One row of `samples` to RGB. Inks are stored inverted: 255 is none.
static void convert(const uint8_t *samples, int components, size_t width, uint8_t *rgb) {
  for (size_t x = 0; x < width; x++, rgb += 3, samples += components) {
    for (int channel = 0; channel < 3; channel++) {
      if (components == 1) {
        rgb[channel] = samples[0];
      } else {
        int light = samples[3] - product(255u - samples[channel], samples[3]);
        rgb[channel] = (uint8_t)(light < 0 ? 0 : light);
      }
    }
  }
}

static void read_image(struct reading *reading, uint8_t *rgb, size_t capacity) {
  j_decompress_ptr decoder = &reading->decoder;
  size_t width = decoder->image_width;
  if (capacity / 3 / decoder->image_height < width)
    fail((j_common_ptr)decoder, "it is larger than its header says");
  int components = decoder->num_components;
  decoder->out_color_space =
      components == 1 ? JCS_GRAYSCALE : components == 3 ? JCS_RGB : JCS_CMYK;
  jpeg_start_decompress(decoder);
  JSAMPARRAY scratch = decoder->mem->alloc_sarray(
      (j_common_ptr)decoder, JPOOL_IMAGE, (JDIMENSION)(width * (size_t)components), 1);
  while (decoder->output_scanline < decoder->output_height) {
    JSAMPROW row = rgb + 3 * width * decoder->output_scanline;
    JSAMPROW target = components == 3 ? row : scratch[0];
    if (jpeg_read_scanlines(decoder, &target, 1) != 1) fail((j_common_ptr)decoder, truncated);
    if (components != 3) convert(target, components, width, row);
  }
  jpeg_finish_decompress(decoder);
}

// The one function to which errors jump. What changes after setjmp is in the caller's memory.
static bool run(struct reading *reading, const uint8_t *bytes, size_t count, uint8_t *rgb,
                size_t capacity) {
  if (setjmp(reading->leave)) return false;
  read_header(reading, bytes, count);
  if (rgb != NULL) read_image(reading, rgb, capacity);
  return true;
}

static bool read_file(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t capacity,
                      image_report *report) {
  struct reading reading;
  memset(&reading, 0, sizeof reading);
  memset(report, 0, sizeof *report);
  reading.report = report;
  reading.decoder.err = jpeg_std_error(&reading.errors);
  reading.decoder.client_data = &reading;
  reading.errors.error_exit = on_error;
  reading.errors.emit_message = on_message;
  reading.errors.output_message = on_output;
  bool read = run(&reading, bytes, count, rgb, capacity);
  jpeg_destroy_decompress(&reading.decoder);
  return read;
}

bool jpeg_describe(const uint8_t *bytes, size_t count, image_report *report) {
  return read_file(bytes, count, NULL, 0, report);
}

bool jpeg_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t capacity,
                 image_report *report) {
  return read_file(bytes, count, rgb, capacity, report);
}
