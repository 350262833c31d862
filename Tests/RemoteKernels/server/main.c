// Runs the kernels of one set that this machine has, of the fastest unless its number among them is
// given, for a program that calls them through its standard input and output. Every array ends at a page that must not be touched and begins behind
// bytes that are checked.
#include "../protocol.h"

#include <string.h>

#include "CInt8Kernels.h"
#include "buffers.h"

static const struct int8_kernels *kernels;

static void get(void *bytes, size_t count) {
  if (!receive_bytes(0, bytes, count)) exit(0);
}

static struct buffer get_array(void) {
  uint64_t size;
  get(&size, sizeof size);
  struct buffer b = new_buffer(size, size);
  get(b.bytes, size);
  return b;
}

// Where the output lies: in memory of its own or on one of the inputs, which grows if it must.
static struct buffer get_output(struct buffer *inputs) {
  int32_t place;
  uint64_t size;
  get(&place, sizeof place);
  get(&size, sizeof size);
  struct buffer b;
  if (place == NOWHERE) {
    b = new_buffer(size, size);
  } else if (inputs[place].size >= size) {
    b = inputs[place];
    b.is_shared = 1;
  } else {
    b = new_buffer(size, size);
    memcpy(b.bytes, inputs[place].bytes, inputs[place].size);
    end_buffer(&inputs[place]);
    inputs[place] = b;
    b.is_shared = 1;
  }
  b.size = size;
  return b;
}

static void put(const void *bytes, size_t count) { send_bytes(1, bytes, count); }

static void put_size(size_t value) {
  const uint64_t size = value;
  put(&size, sizeof size);
}

static void put_output(struct buffer *output) {
  put(output->bytes, output->size);
  end_buffer(output);
}

static void size_of(size_t (*function)(const struct int8_layer *)) {
  struct int8_layer l;
  get(&l, sizeof l);
  put_size(function(&l));
}

static void pack(const struct int8_window_kernel *kernel) {
  struct int8_layer l;
  get(&l, sizeof l);
  struct buffer weights = get_array(), channels = get_array();
  struct buffer packed = new_buffer(kernel->packed_bytes(&l), 64);
  const int32_t done =
      kernel->pack(&l, (const int16_t *)weights.bytes, (void *)channels.bytes, packed.bytes);
  put(&done, sizeof done);
  if (done) put(packed.bytes, packed.size);
  end_buffer(&weights);
  end_buffer(&channels);
  end_buffer(&packed);
}

// The same output row by row, every other row of the input from its slot in the ring.
static void check_rows(
    const struct int8_window_kernel *kernel, const struct int8_layer *l, const void *packed,
    const struct buffer *input, const struct buffer *output) {
  const size_t input_row = (size_t)l->input_width * l->input_channels;
  const size_t output_row = (size_t)l->output_width * l->output_channels;
  struct buffer ring = new_buffer(kernels->ring_bytes(l), 64), row = new_buffer(output_row, 1);
  int32_t next = 0;
  for (int32_t y = 0; y < l->output_height; y++) {
    const int32_t top = y * l->stride_height - l->padding_top;
    if (next < top) next = top;
    for (; next < top + l->kernel_height && next < l->input_height; next++) {
      const int8_t *from = (int8_t *)input->bytes + (size_t)next * input_row;
      if (next % 2) from = memcpy(kernels->ring_slot(l, ring.bytes, next), from, input_row);
      kernels->ring_take(l, ring.bytes, next, from);
    }
    kernel->run_row(l, packed, ring.bytes, y, (int8_t *)row.bytes);
    if (memcmp(row.bytes, output->bytes + (size_t)y * output_row, output_row) != 0) {
      fprintf(stderr, "row %d differs when it is computed alone\n", y);
      abort();
    }
  }
  end_buffer(&ring);
  end_buffer(&row);
}

static void run(const struct int8_window_kernel *kernel) {
  struct int8_layer l;
  get(&l, sizeof l);
  struct buffer packed = aligned_copy(get_array());
  struct buffer input = get_array(), output = get_output(&input);
  struct buffer scratch = new_buffer(kernel->scratch_bytes(&l), 64);
  struct buffer copy = new_buffer(input.size, input.size);
  memcpy(copy.bytes, input.bytes, input.size);
  kernel->run(&l, packed.bytes, (int8_t *)input.bytes, (int8_t *)output.bytes, scratch.bytes);
  check_rows(kernel, &l, packed.bytes, &copy, &output);
  end_buffer(&copy);
  put_output(&output);
  end_buffer(&input);
  end_buffer(&packed);
  end_buffer(&scratch);
}

static void elementwise(enum call call) {
  struct int8_addition a;
  struct int8_product p;
  struct int8_rows r;
  if (call == ADD) {
    get(&a, sizeof a);
  } else {
    get(&p, sizeof p);
  }
  get(&r, sizeof r);
  struct buffer inputs[2];
  inputs[0] = get_array();
  inputs[1] = get_array();
  struct buffer output = get_output(inputs);
  const int8_t *first = (int8_t *)inputs[0].bytes, *second = (int8_t *)inputs[1].bytes;
  if (call == ADD) {
    kernels->add(&a, &r, first, second, (int8_t *)output.bytes);
  } else {
    kernels->multiply(&p, &r, first, second, (int8_t *)output.bytes);
  }
  put_output(&output);
  end_buffer(&inputs[0]);
  end_buffer(&inputs[1]);
}

static void pool(enum call call) {
  struct int8_layer l;
  get(&l, sizeof l);
  struct buffer input = get_array(), output = get_output(&input);
  struct buffer scratch = new_buffer(kernels->pool_scratch_bytes(&l), 64);
  if (call == POOL_LARGEST) {
    kernels->pool_largest(&l, (int8_t *)input.bytes, (int8_t *)output.bytes, scratch.bytes);
  } else {
    kernels->pool_mean(&l, (int8_t *)input.bytes, (int8_t *)output.bytes);
  }
  put_output(&output);
  end_buffer(&input);
  end_buffer(&scratch);
}

static void dense_call(enum call call) {
  struct int8_dense d;
  get(&d, sizeof d);
  if (call == DENSE_PACKED_BYTES) {
    put_size(kernels->dense_packed_bytes(&d));
  } else if (call == DENSE_SCRATCH_BYTES) {
    put_size(kernels->dense_scratch_bytes(&d));
  } else if (call == DENSE_PACK) {
    struct buffer weights = get_array(), biases = get_array(), factors = get_array();
    struct buffer packed = new_buffer(kernels->dense_packed_bytes(&d), 64);
    const int32_t done = kernels->dense_pack(
        &d, (int16_t *)weights.bytes, (int32_t *)biases.bytes, (double *)factors.bytes,
        packed.bytes);
    put(&done, sizeof done);
    if (done) put(packed.bytes, packed.size);
    end_buffer(&weights);
    end_buffer(&biases);
    end_buffer(&factors);
    end_buffer(&packed);
  } else {
    struct buffer packed = aligned_copy(get_array());
    struct buffer input = get_array(), output = get_output(&input);
    struct buffer scratch = new_buffer(kernels->dense_scratch_bytes(&d), 64);
    kernels->dense(
        &d, packed.bytes, (int8_t *)input.bytes, (int8_t *)output.bytes, scratch.bytes);
    put_output(&output);
    end_buffer(&input);
    end_buffer(&packed);
    end_buffer(&scratch);
  }
}

// Calls that take bytes or sums as they come.
static void stream_call(enum call call) {
  uint8_t table[256];
  int32_t sign = 0;
  struct rescale_arguments r;
  struct quantize_arguments q;
  if (call == MAP) get(table, sizeof table);
  if (call == ACCUMULATE || call == TOTAL) get(&sign, sizeof sign);
  if (call == RESCALE) get(&r, sizeof r);
  if (call == QUANTIZE) get(&q, sizeof q);
  struct buffer input = get_array();
  if (call == TOTAL) {
    const int32_t sum = kernels->total(input.bytes, input.size, sign);
    put(&sum, sizeof sum);
    end_buffer(&input);
    return;
  }
  struct buffer bytes = {0};
  if (call == ACCUMULATE) bytes = get_array();
  struct buffer output = get_output(&input);
  switch (call) {
    case MAP: kernels->map(table, input.bytes, output.bytes, output.size); break;
    case ACCUMULATE:
      kernels->accumulate((int32_t *)output.bytes, bytes.bytes, bytes.size, sign);
      end_buffer(&bytes);
      break;
    case RESCALE:
      kernels->rescale(
          r.multiplier, r.shift, r.offset, r.zero_point, r.lowest, r.highest,
          (int32_t *)input.bytes, output.bytes, output.size);
      break;
    default:
      kernels->quantize(
          q.scale, q.zero_point, q.lowest, q.highest, (float *)input.bytes, output.bytes,
          output.size);
  }
  put_output(&output);
  end_buffer(&input);
}

int main(int count, char **arguments) {
  const struct int8_kernels *sets[INT8_MOST_SETS];
  const int number = count > 1 ? atoi(arguments[1]) : 0;
  if (number < 0 || number >= int8_kernel_sets(sets)) return 1;
  kernels = sets[number];
  // First of all its name.
  put_size(strlen(kernels->name));
  put(kernels->name, strlen(kernels->name));
  for (;;) {
    int32_t number;
    get(&number, sizeof number);
    const enum call call = (enum call)number;
    switch (call) {
      case CONVOLUTION_PACKED_BYTES: size_of(kernels->convolution.packed_bytes); break;
      case CONVOLUTION_PACK: pack(&kernels->convolution); break;
      case CONVOLUTION_SCRATCH_BYTES: size_of(kernels->convolution.scratch_bytes); break;
      case CONVOLUTION_RUN: run(&kernels->convolution); break;
      case DEPTHWISE_PACKED_BYTES: size_of(kernels->depthwise.packed_bytes); break;
      case DEPTHWISE_PACK: pack(&kernels->depthwise); break;
      case DEPTHWISE_SCRATCH_BYTES: size_of(kernels->depthwise.scratch_bytes); break;
      case DEPTHWISE_RUN: run(&kernels->depthwise); break;
      case SETTLE_ADDITION: {
        struct int8_addition a;
        get(&a, sizeof a);
        const int32_t done = kernels->settle_addition(&a);
        put(&done, sizeof done);
        put(&a, sizeof a);
        break;
      }
      case CAN_MULTIPLY: {
        struct int8_product p;
        get(&p, sizeof p);
        put_size((size_t)kernels->can_multiply(&p));
        break;
      }
      case ADD:
      case MULTIPLY: elementwise(call); break;
      case POOL_SCRATCH_BYTES: size_of(kernels->pool_scratch_bytes); break;
      case POOL_LARGEST:
      case POOL_MEAN: pool(call); break;
      case MAP:
      case ACCUMULATE:
      case TOTAL:
      case RESCALE:
      case QUANTIZE: stream_call(call); break;
      case DENSE_PACKED_BYTES:
      case DENSE_PACK:
      case DENSE_SCRATCH_BYTES:
      case DENSE: dense_call(call); break;
      default: fprintf(stderr, "no such call: %d\n", number); return 1;
    }
  }
}
