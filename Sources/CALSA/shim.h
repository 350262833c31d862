#pragma once
#include <alsa/asoundlib.h>

// Takes what the library would print, and prints nothing.
static inline void ignore_alsa_error(
    const char *file, int line, const char *function, int error, const char *format, ...) {
  (void)file, (void)line, (void)function, (void)error, (void)format;
}

// Has the library print nothing to standard error. Here because Swift cannot make a variadic function.
static inline void silence_alsa(void) { snd_lib_error_set_handler(ignore_alsa_error); }
