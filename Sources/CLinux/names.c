#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "CLinux.h"

// An address in the abstract namespace: no file, gone with its owner. Its length, or 0 if it does not fit.
static socklen_t abstract(const char *name, struct sockaddr_un *address) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  const size_t length = strlen(name);
  if (length >= sizeof address->sun_path) return 0;
  memcpy(address->sun_path + 1, name, length);
  return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
}

int claim_name(const char *name) {
  struct sockaddr_un address;
  const socklen_t length = abstract(name, &address);
  if (length == 0) return -ENAMETOOLONG;
  const int claim = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (claim < 0) return -errno;
  if (bind(claim, (const struct sockaddr *)&address, length) == 0) return claim;
  const int error = errno;
  close(claim);
  return -error;
}

int name_is_claimed(const char *name) {
  struct sockaddr_un address;
  const socklen_t length = abstract(name, &address);
  const int visitor = length == 0 ? -1 : socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (visitor < 0) return 0;
  const int result = connect(visitor, (const struct sockaddr *)&address, length);
  close(visitor);
  return result == 0;
}
