// What a test sets and reads of a simulated sound card, in a file that both map into memory. The card
// itself is a plugin of ALSA; see simulated_card.c.
#ifndef SIMULATED_CARD_H
#define SIMULATED_CARD_H

#include <stdint.h>

struct simulated_card {
  // Times real time; set before the card is opened, as are the next four.
  double speed;
  // Samples of a frame of `sound.raw` beside the control file: 16 bits, little endian. With 0 the card
  // counts frames instead.
  int32_t sound_channels;
  // The one rate that the card has, Hz; 0 for the usual ones.
  int32_t only_rate;
  // What its buffer and its period hold at least, bytes; 0 for the usual limits. A card that is many times
  // faster than real time needs a buffer that lasts as long as the machine may be busy with other things.
  int32_t least_buffer_bytes, least_period_bytes;
  // States, 0 or 1. A card that is absent cannot be opened, and who has it open loses it.
  int32_t is_absent;
  // Time goes on and no samples come.
  int32_t is_stalled;
  // Samples come, all of them zero.
  int32_t is_silent;
  // Samples come late: nothing for half a second, then all at once.
  int32_t stutters;
  // It overruns as soon as it is started.
  int32_t always_overruns;
  // Counted up for each overrun and each suspension to come.
  int32_t overruns, suspensions;
  // How often the card is opened, and how often it starts.
  int32_t opened, started;
  // Frames since the first start, as the card counts them; of those, frames that nobody can have read.
  int64_t made, lost;
  // The next frame that will be read.
  int64_t next;
  // The instant of frame 0 on the monotonic clock, seconds.
  double origin;
};

// Makes the control file in a folder, all zero but for a speed of 1. Returns null where that is
// impossible.
struct simulated_card *simulated_card_create(const char *folder);
// Forgets where that file is mapped.
void simulated_card_close(struct simulated_card *card);

#endif
