// A sound card for tests without one: an ALSA plugin, paced by a timer, that plays a file of 16-bit
// samples to whoever captures from it, or counts frames, and does what its control file says.
//
//   pcm_type.simulated { lib "/…/libSimulatedCard.so" }
//   pcm.card { type simulated folder "/…" }
//
// What it plays follows from its clock alone: a frame that nobody read in time is lost, as with a real
// card, and `lost` counts it.
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <fcntl.h>
#include <math.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "SimulatedCard.h"

struct card {
  snd_pcm_ioplug_t io;
  struct simulated_card *control;
  // The sound, or null for a ramp.
  const int16_t *sound;
  size_t sound_bytes;
  int64_t sound_frames;
  int timer;
  // Card time at the start of this run.
  int64_t first;
  // Overruns and suspensions that have happened.
  int32_t overruns, suspensions;
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

// Frames the card has made by now.
static int64_t made(struct card *c) {
  struct simulated_card *const control = c->control;
  if (!control->is_stalled) {
    double seconds = now() - control->origin;
    if (control->stutters) seconds = floor(seconds * 2) / 2;
    const int64_t frames = (int64_t)(seconds * c->io.rate * control->speed);
    if (frames > control->made) control->made = frames;
  }
  return control->made;
}

static int start(snd_pcm_ioplug_t *io) {
  struct card *const c = io->private_data;
  if (c->control->is_absent) return -ENODEV;
  if (c->control->origin == 0) {
    // Its first frame is frame 0, however long the next lines take.
    c->control->origin = now();
    c->first = 0;
  } else {
    c->first = made(c);
  }
  c->control->lost += c->first - c->control->next;
  c->control->next = c->first;
  c->control->started++;
  // Who waits for a card that has overrun is woken at once.
  const double period = c->control->always_overruns
                            ? 0.0001
                            : (double)io->period_size / io->rate / c->control->speed / 2;
  const struct timespec each = {(time_t)period, (long)(fmod(period, 1) * 1e9) + 1};
  const struct itimerspec interval = {each, each};
  return timerfd_settime(c->timer, 0, &interval, NULL) < 0 ? -errno : 0;
}

static int prepare(snd_pcm_ioplug_t *io) {
  struct card *const c = io->private_data;
  return c->control->is_absent ? -ENODEV : 0;
}

static int stop(snd_pcm_ioplug_t *io) {
  struct card *const c = io->private_data;
  const struct itimerspec never = {{0, 0}, {0, 0}};
  timerfd_settime(c->timer, 0, &never, NULL);
  return 0;
}

static snd_pcm_sframes_t pointer(snd_pcm_ioplug_t *io) {
  struct card *const c = io->private_data;
  const int64_t read = c->control->next - c->first;
  if (c->control->is_absent) {
    // A negative position always means an overrun: the state has to tell.
    snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
    return read % (int64_t)io->buffer_size;
  }
  if (c->control->suspensions > c->suspensions) {
    c->suspensions = c->control->suspensions;
    snd_pcm_ioplug_set_state(io, SND_PCM_STATE_SUSPENDED);
    return read % (int64_t)io->buffer_size;
  }
  const int64_t position = made(c) - c->first;
  if (c->control->always_overruns || c->control->overruns > c->overruns ||
      position - read > (int64_t)io->buffer_size) {
    c->overruns = c->control->overruns;
    return -EPIPE;
  }
  return position % (int64_t)io->buffer_size;
}

static int16_t value(const struct card *c, int64_t frame, unsigned channel) {
  if (c->control->is_silent) return 0;
  if (!c->sound) return (int16_t)frame;
  const int32_t channels = c->control->sound_channels;
  const int32_t source = (int32_t)channel < channels ? (int32_t)channel : 0;
  return c->sound[frame % c->sound_frames * channels + source];
}

static void put(uint8_t *to, snd_pcm_format_t format, int16_t sample) {
  const int32_t wide = (int32_t)((uint32_t)sample << 16);
  const float real = (float)sample / 32768;
  switch (format) {
    case SND_PCM_FORMAT_S16_LE: memcpy(to, &sample, 2); break;
    case SND_PCM_FORMAT_S24_3LE: memcpy(to, (const uint8_t *)&wide + 1, 3); break;
    case SND_PCM_FORMAT_S24_LE: {
      const int32_t low = wide >> 8;
      memcpy(to, &low, 4);
      break;
    }
    case SND_PCM_FORMAT_S32_LE: memcpy(to, &wide, 4); break;
    default: memcpy(to, &real, 4);
  }
}

static snd_pcm_sframes_t transfer(
    snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset,
    snd_pcm_uframes_t size) {
  struct card *const c = io->private_data;
  if (c->control->is_absent) return -ENODEV;
  for (snd_pcm_uframes_t i = 0; i < size; i++) {
    for (unsigned channel = 0; channel < io->channels; channel++) {
      const snd_pcm_channel_area_t *const area = &areas[channel];
      put((uint8_t *)area->addr + (area->first + area->step * (offset + i)) / 8, io->format,
          value(c, c->control->next + (int64_t)i, channel));
    }
  }
  c->control->next += (int64_t)size;
  return (snd_pcm_sframes_t)size;
}

static int ready(
    snd_pcm_ioplug_t *io, struct pollfd *descriptors, unsigned count, unsigned short *events) {
  struct card *const c = io->private_data;
  uint64_t expirations;
  (void)count;
  if (descriptors->revents & POLLIN && read(c->timer, &expirations, 8) < 0) {
    // Nothing was there, which is as good.
  }
  if (c->control->is_absent) {
    *events = POLLERR | POLLHUP;
  } else if (c->control->always_overruns || c->control->suspensions > c->suspensions ||
             c->control->overruns > c->overruns) {
    *events = POLLERR;
  } else {
    *events = made(c) - c->control->next >= (int64_t)io->period_size ? POLLIN : 0;
  }
  return 0;
}

static int resume(snd_pcm_ioplug_t *io) {
  (void)io;
  // As most drivers for USB do: the stream has to be prepared anew.
  return -ENOSYS;
}

static int finish(snd_pcm_ioplug_t *io) {
  struct card *const c = io->private_data;
  close(c->timer);
  if (c->sound) munmap((void *)c->sound, c->sound_bytes);
  simulated_card_close(c->control);
  free(c);
  return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = start,
    .stop = stop,
    .prepare = prepare,
    .pointer = pointer,
    .transfer = transfer,
    .poll_revents = ready,
    .resume = resume,
    .close = finish,
};

static void *mapped(const char *path, int flags, int protection, size_t size, size_t *bytes) {
  const int file = open(path, flags | O_CLOEXEC, 0600);
  struct stat status;
  void *memory = MAP_FAILED;
  if (file >= 0 && (size == 0 || ftruncate(file, (off_t)size) == 0) && fstat(file, &status) == 0) {
    *bytes = (size_t)status.st_size;
    if (*bytes > 0) memory = mmap(0, *bytes, protection, MAP_SHARED, file, 0);
  }
  if (file >= 0) close(file);
  return memory == MAP_FAILED ? NULL : memory;
}

static void *mapped_in(
    const char *folder, const char *name, int flags, int protection, size_t size, size_t *bytes) {
  char path[4096];
  if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) return NULL;
  return mapped(path, flags, protection, size, bytes);
}

struct simulated_card *simulated_card_create(const char *folder) {
  size_t bytes;
  struct simulated_card *const card = mapped_in(
      folder, "control", O_RDWR | O_CREAT | O_TRUNC, PROT_READ | PROT_WRITE, sizeof *card, &bytes);
  if (card) card->speed = 1;
  return card;
}

void simulated_card_close(struct simulated_card *card) { munmap(card, sizeof *card); }

static int set_limits(snd_pcm_ioplug_t *io, const struct simulated_card *control) {
  static const unsigned access[] = {SND_PCM_ACCESS_RW_INTERLEAVED, SND_PCM_ACCESS_MMAP_INTERLEAVED};
  static const unsigned formats[] = {
      SND_PCM_FORMAT_S16_LE, SND_PCM_FORMAT_S24_3LE, SND_PCM_FORMAT_S24_LE, SND_PCM_FORMAT_S32_LE,
      SND_PCM_FORMAT_FLOAT_LE};
  const unsigned only = (unsigned)control->only_rate;
  const unsigned period = control->least_period_bytes > 64 ? (unsigned)control->least_period_bytes : 64;
  const unsigned buffer =
      control->least_buffer_bytes > 128 ? (unsigned)control->least_buffer_bytes : 128;
  static const unsigned rates[] = {44100, 48000, 96000, 192000, 250000, 256000, 384000};
  int error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 2, access);
  if (error >= 0) error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 5, formats);
  if (error >= 0) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, 1, 2);
  if (error >= 0) {
    error = only ? snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_RATE, 1, &only)
                 : snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_RATE, 7, rates);
  }
  if (error >= 0) {
    error = snd_pcm_ioplug_set_param_minmax(
        io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, period, period > 262144 ? period : 262144);
  }
  if (error >= 0) {
    error = snd_pcm_ioplug_set_param_minmax(
        io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, buffer, buffer > 1048576 ? buffer : 1048576);
  }
  if (error >= 0) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 2, 64);
  return error;
}

SND_PCM_PLUGIN_DEFINE_FUNC(simulated) {
  (void)root;
  if (stream != SND_PCM_STREAM_CAPTURE) return -EINVAL;
  const char *folder = NULL;
  snd_config_iterator_t i, next;
  snd_config_for_each(i, next, conf) {
    snd_config_t *const n = snd_config_iterator_entry(i);
    const char *id;
    if (snd_config_get_id(n, &id) < 0) continue;
    if (!strcmp(id, "comment") || !strcmp(id, "type") || !strcmp(id, "hint")) continue;
    if (strcmp(id, "folder") || snd_config_get_string(n, &folder) < 0) {
      SNDERR("simulated: unknown field %s", id);
      return -EINVAL;
    }
  }
  size_t bytes;
  struct simulated_card *const shared =
      folder ? mapped_in(folder, "control", O_RDWR, PROT_READ | PROT_WRITE, 0, &bytes) : NULL;
  if (!shared) return -ENOENT;
  if (shared->is_absent) {
    simulated_card_close(shared);
    return -ENODEV;
  }
  struct card *const c = calloc(1, sizeof *c);
  if (!c) return -ENOMEM;
  shared->opened++;
  c->control = shared;
  c->overruns = shared->overruns;
  c->suspensions = shared->suspensions;
  if (shared->sound_channels > 0) {
    c->sound = mapped_in(folder, "sound.raw", O_RDONLY, PROT_READ, 0, &c->sound_bytes);
    if (!c->sound) {
      simulated_card_close(shared);
      free(c);
      return -ENOENT;
    }
    c->sound_frames = (int64_t)(c->sound_bytes / 2) / shared->sound_channels;
  }
  c->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  c->io.version = SND_PCM_IOPLUG_VERSION;
  c->io.name = "simulated card";
  c->io.callback = &callbacks;
  c->io.private_data = c;
  c->io.poll_fd = c->timer;
  c->io.poll_events = POLLIN;
  int error = snd_pcm_ioplug_create(&c->io, name, stream, mode);
  if (error < 0) {
    finish(&c->io);
    return error;
  }
  if ((error = set_limits(&c->io, shared)) < 0) {
    snd_pcm_ioplug_delete(&c->io);
    return error;
  }
  *pcmp = c->io.pcm;
  return 0;
}
SND_PCM_PLUGIN_SYMBOL(simulated);
