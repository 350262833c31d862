// Kernels that run in another process, for a set that this machine cannot run itself: every call goes
// through a pipe to a server, which an emulator runs.
#ifndef REMOTE_KERNELS_H
#define REMOTE_KERNELS_H

#include "CInt8Kernels.h"

// The kernels of a server that reads calls from one descriptor and writes answers to another. A broken
// pipe ends the program. `place` is 0 or 1: there are at most two servers.
const struct int8_kernels *remote_kernels(int place, int to_server, int from_server);

#endif
