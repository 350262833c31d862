// Memory that notices what is read or written beside it.
#ifndef BUFFERS_H
#define BUFFERS_H

#include <string.h>
#include <sys/mman.h>

// Bytes that end at a page that must not be touched, behind 64 that are checked.
struct buffer {
  uint8_t *bytes;
  size_t size;
  int is_shared;
  void *map;
  size_t map_size;
};

enum { PAGE = 4096, GUARD = 64, PATTERN = 0xA5 };

// As near to the end as `alignment` lets it; what is left behind it is checked, too. An alignment of the
// size itself means none.
static inline struct buffer new_buffer(size_t size, size_t alignment) {
  const size_t room = alignment == 64 ? (size + 63) & ~(size_t)63 : size;
  const size_t used = (room + GUARD + PAGE - 1) / PAGE * PAGE;
  struct buffer b = {0, size, 0, 0, used + PAGE};
  b.map = mmap(0, b.map_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (b.map == MAP_FAILED || mprotect((char *)b.map + used, PAGE, PROT_NONE) != 0) {
    perror("no memory for a buffer");
    abort();
  }
  b.bytes = (uint8_t *)b.map + used - room;
  memset(b.bytes - GUARD, PATTERN, GUARD);
  memset(b.bytes + size, PATTERN, room - size);
  return b;
}

static inline void end_buffer(struct buffer *b) {
  if (b->is_shared) return;
  const uint8_t *const end = (uint8_t *)b->map + b->map_size - PAGE;
  for (const uint8_t *p = b->bytes - GUARD; p < b->bytes; p++) {
    if (*p != PATTERN) {
      fputs("a kernel wrote in front of a buffer\n", stderr);
      abort();
    }
  }
  for (const uint8_t *p = b->bytes + b->size; p < end; p++) {
    if (*p != PATTERN) {
      fputs("a kernel wrote behind a buffer\n", stderr);
      abort();
    }
  }
  munmap(b->map, b->map_size);
}

static inline struct buffer aligned_copy(struct buffer from) {
  struct buffer b = new_buffer(from.size, 64);
  memcpy(b.bytes, from.bytes, from.size);
  end_buffer(&from);
  return b;
}

#endif
