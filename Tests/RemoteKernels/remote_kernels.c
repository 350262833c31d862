#include "RemoteKernels.h"

#include <pthread.h>
#include <string.h>

#include "protocol.h"

struct server {
  pthread_mutex_t mutex;
  int to, from;
};

#define NO_SERVER {PTHREAD_MUTEX_INITIALIZER, -1, -1}
static struct server servers[5] = {NO_SERVER, NO_SERVER, NO_SERVER, NO_SERVER, NO_SERVER};

static void begin(struct server *s, enum call call) {
  pthread_mutex_lock(&s->mutex);
  const int32_t number = call;
  send_bytes(s->to, &number, sizeof number);
}

static void put(struct server *s, const void *bytes, size_t count) {
  send_bytes(s->to, bytes, count);
}

static void put_array(struct server *s, const void *bytes, size_t count) {
  const uint64_t size = count;
  put(s, &size, sizeof size);
  put(s, bytes, count);
}

static void get(struct server *s, void *bytes, size_t count) {
  if (!receive_bytes(s->from, bytes, count)) {
    fputs("the kernels' server has ended in the middle of a call\n", stderr);
    abort();
  }
}

static void end(struct server *s) { pthread_mutex_unlock(&s->mutex); }

// Tells the server how large the output is and which input it lies on, and takes it from there.
static void take_output(
    struct server *s, const void *const *inputs, int count, void *output, size_t bytes) {
  int32_t place = NOWHERE;
  for (int i = 0; i < count; i++) {
    if (inputs[i] == output) place = i;
  }
  const uint64_t size = bytes;
  put(s, &place, sizeof place);
  put(s, &size, sizeof size);
  get(s, output, bytes);
}

static size_t ask_size(struct server *s, enum call call, const void *argument, size_t bytes) {
  uint64_t size;
  begin(s, call);
  put(s, argument, bytes);
  get(s, &size, sizeof size);
  end(s);
  return size;
}

static int ask(struct server *s, enum call call, const void *argument, size_t bytes) {
  return (int)ask_size(s, call, argument, bytes);
}

// Packed by the server; `packed` holds what packed_bytes() said.
static int pack_window(
    struct server *s, enum call call, const struct int8_layer *l, const int16_t *weights,
    size_t weight_count, const struct int8_channel *channels, void *packed, size_t packed_bytes) {
  int32_t done;
  begin(s, call);
  put(s, l, sizeof *l);
  put_array(s, weights, weight_count * sizeof *weights);
  put_array(s, channels, (size_t)l->output_channels * sizeof *channels);
  get(s, &done, sizeof done);
  if (done) get(s, packed, packed_bytes);
  end(s);
  return done;
}

static size_t input_bytes(const struct int8_layer *l) {
  return (size_t)l->input_height * l->input_width * l->input_channels;
}

static size_t output_bytes(const struct int8_layer *l) {
  return (size_t)l->output_height * l->output_width * l->output_channels;
}

static void run_window(
    struct server *s, enum call call, const struct int8_layer *l, const void *packed,
    size_t packed_bytes, const int8_t *input, int8_t *output) {
  begin(s, call);
  put(s, l, sizeof *l);
  put_array(s, packed, packed_bytes);
  put_array(s, input, input_bytes(l));
  take_output(s, (const void *[]){input}, 1, output, output_bytes(l));
  end(s);
}

static void run_elementwise(
    struct server *s, enum call call, const void *how, size_t how_bytes, const struct int8_rows *r,
    const int8_t *first, const int8_t *second, int8_t *output) {
  begin(s, call);
  put(s, how, how_bytes);
  put(s, r, sizeof *r);
  put_array(s, first, r->first_step ? r->rows * r->row : r->row);
  put_array(s, second, r->second_step ? r->rows * r->row : r->row);
  take_output(s, (const void *[]){first, second}, 2, output, r->rows * r->row);
  end(s);
}

#define PLACE 0
#define R(name) name##_0
#include "remote_set.h"
#undef PLACE
#undef R
#define PLACE 1
#define R(name) name##_1
#include "remote_set.h"
#undef PLACE
#undef R
#define PLACE 2
#define R(name) name##_2
#include "remote_set.h"
#undef PLACE
#undef R
#define PLACE 3
#define R(name) name##_3
#include "remote_set.h"
#undef PLACE
#undef R
#define PLACE 4
#define R(name) name##_4
#include "remote_set.h"

const struct int8_kernels *remote_kernels(int place, int to_server, int from_server) {
  servers[place].to = to_server;
  servers[place].from = from_server;
  static const struct int8_kernels *const sets[] = {&set_0, &set_1, &set_2, &set_3, &set_4};
  return sets[place];
}
