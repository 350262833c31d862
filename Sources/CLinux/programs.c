#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CLinux.h"

int new_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

int new_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  // Only on this side: who writes into it expects to wait.
  if (fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0) return 0;
  const int error = errno;
  close(ends[0]);
  close(ends[1]);
  return error;
}

static int prepare_attributes(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int error = posix_spawnattr_setpgroup(attributes, 0);
  if (!error) error = posix_spawnattr_setsigmask(attributes, &none);
  if (!error) error = posix_spawnattr_setsigdefault(attributes, &all);
  if (!error)
    error = posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  return error;
}

static int prepare_files(posix_spawn_file_actions_t *files, int input, int errors) {
  int error = posix_spawn_file_actions_adddup2(files, input, STDIN_FILENO);
  if (!error) error = posix_spawn_file_actions_adddup2(files, errors, STDERR_FILENO);
  if (!error)
    error = posix_spawn_file_actions_addopen(files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  // Not every library opens its files so that they close by themselves.
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(files, STDERR_FILENO + 1);
  return error;
}

int start_program(char *const arguments[], char *const environment[], int input, int errors,
                  int *process) {
  posix_spawnattr_t attributes;
  int error = posix_spawnattr_init(&attributes);
  if (error) return error;
  posix_spawn_file_actions_t files;
  error = posix_spawn_file_actions_init(&files);
  if (!error) {
    error = prepare_attributes(&attributes);
    if (!error) error = prepare_files(&files, input, errors);
    if (!error)
      error = posix_spawnp(process, arguments[0], &files, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&files);
  }
  posix_spawnattr_destroy(&attributes);
  return error;
}
