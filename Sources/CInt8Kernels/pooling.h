// AVERAGE_POOL_2D and MAX_POOL_2D. Included once for each set, with the widest vector.

// The part of a window of `taps` that lies inside the image, from `start` on.
static void inside(int32_t start, int32_t taps, int32_t size, int32_t *first, int32_t *end) {
  *first = start < 0 ? -start : 0;
  *end = start + taps > size ? size - start : taps;
  if (*end < *first) *end = *first;
}

static size_t pool_scratch_bytes(const struct int8_layer *l) {
  return (size_t)l->input_width * l->input_channels + 64;
}

// First the largest of the window's rows, a whole row of the image at once, then of its columns.
static void pool_largest(
    const struct int8_layer *l, const int8_t *input, int8_t *output, void *scratch) {
  const size_t channels = l->input_channels, row = (size_t)l->input_width * channels;
  const sixteen lowest = x_set8(l->lowest), highest = x_set8(l->highest);
  int8_t *const most = scratch;
  size_t left = (size_t)l->output_height * l->output_width * channels;
  for (int32_t y = 0; y < l->output_height; y++) {
    const int32_t top = y * l->stride_height - l->padding_top;
    int32_t first, end;
    inside(top, l->kernel_height, l->input_height, &first, &end);
    memset(most, -128, row + 64);
    for (int32_t i = first; i < end; i++) {
      const int8_t *from = input + (size_t)(top + i) * row;
      size_t c = 0;
      for (; c + 4 * LANES <= row; c += 4 * LANES) {
        V(store)(most + c, V(most8)(V(load)(most + c), V(load)(from + c)));
      }
      for (; c < row; c++) most[c] = most[c] > from[c] ? most[c] : from[c];
    }
    for (int32_t x = 0; x < l->output_width; x++) {
      const int32_t start = x * l->stride_width - l->padding_left;
      inside(start, l->kernel_width, l->input_width, &first, &end);
      const int8_t *const window = most + (ptrdiff_t)start * (ptrdiff_t)channels;
      for (size_t c = 0; c < channels; c += 16) {
        sixteen value = x_set8(-128);
        for (int32_t j = first; j < end; j++) {
          value = x_most8(value, x_load(window + (size_t)j * channels + c));
        }
        value = x_least8(x_most8(value, lowest), highest);
        const size_t many = channels - c < 16 ? channels - c : 16;
        // What is written behind the channels, the next pixel writes again; not behind the tensor.
        x_store_first(output, value, left >= 16 ? 16 : (int)left);
        output += many;
        left -= many;
      }
    }
  }
}

static void pool_mean(const struct int8_layer *l, const int8_t *input, int8_t *output) {
  const size_t channels = l->input_channels;
  for (int32_t y = 0; y < l->output_height; y++) {
    int32_t first_row, end_row;
    const int32_t top = y * l->stride_height - l->padding_top;
    inside(top, l->kernel_height, l->input_height, &first_row, &end_row);
    for (int32_t x = 0; x < l->output_width; x++, output += channels) {
      int32_t first, end;
      const int32_t left = x * l->stride_width - l->padding_left;
      inside(left, l->kernel_width, l->input_width, &first, &end);
      const int32_t count = (end_row - first_row) * (end - first);
      const int8_t *const corner =
          input + ((ptrdiff_t)top * l->input_width + left) * (ptrdiff_t)channels;
      for (size_t c = 0; c < channels; c += 16) {
        const int many = channels - c < 16 ? (int)(channels - c) : 16;
        VECTOR parts[16 / LANES];
        UNROLL for (int v = 0; v < 16 / LANES; v++) parts[v] = V(zero)();
        for (int32_t i = first_row; i < end_row; i++) {
          for (int32_t j = first; j < end; j++) {
            const int8_t *from =
                corner + ((ptrdiff_t)i * l->input_width + j) * (ptrdiff_t)channels + c;
            int8_t rest[16];
            if (many < 16) from = memcpy(rest, from, (size_t)many);
            UNROLL for (int v = 0; v < 16 / LANES; v++) {
              parts[v] = V(add)(parts[v], widened(from + v * LANES));
            }
          }
        }
        int32_t sums[16];
        UNROLL for (int v = 0; v < 16 / LANES; v++) V(store)(sums + v * LANES, parts[v]);
        for (int k = 0; k < many; k++) {
          int32_t value = count == 0  ? 0
                          : sums[k] > 0 ? (sums[k] + count / 2) / count
                                        : (sums[k] - count / 2) / count;
          if (value < l->lowest) value = l->lowest;
          output[c + k] = (int8_t)(value > l->highest ? l->highest : value);
        }
      }
    }
  }
}
