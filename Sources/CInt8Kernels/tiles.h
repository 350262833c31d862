// What a tile of a convolution and a strip of a depthwise one are told.

struct tile {
  const staged *row[MOST_ROWS];
  // Of the first pixel, in a row; from one pixel to the next.
  size_t start, pixel;
  int rows, groups;
  const uint8_t *weights;
  struct rescaling rescaling;
  int32_t place, lowest, highest;
  int8_t *output;
  size_t output_pixel;
  // Channels to store.
  int count;
};

struct strip {
  const staged *row[MOST_ROWS];
  size_t start, channels;
  const uint8_t *weights;
  struct rescaling rescaling;
  int32_t place, lowest, highest;
  int8_t *output;
  size_t output_pixel;
  int count;
  // Pixels that fill one vector; whether there is a tile for the window.
  int together, tiled;
};
