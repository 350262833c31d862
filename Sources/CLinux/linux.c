#include <sys/eventfd.h>
#include <sys/timex.h>

#include "CLinux.h"

int new_event_descriptor(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

int system_clock_is_synchronised(void) {
  struct timex state = {0};
  const int result = adjtimex(&state);
  return result >= 0 && result != TIME_ERROR;
}
