#pragma once
#include <zlib.h>

/// Begins to inflate deflate's data as a zip file has it, without zlib's header; `inflateInit2` is a macro.
static inline int inflate_begin_raw(z_stream *stream) {
  return inflateInit2(stream, -MAX_WBITS);
}
