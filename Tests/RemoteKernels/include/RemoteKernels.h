// Kernels that run in another process: every call goes through a pipe to a server. An emulator runs it for
// a set that this machine cannot run itself; others are there for their memory, which is watched.
#ifndef REMOTE_KERNELS_H
#define REMOTE_KERNELS_H

#include "CInt8Kernels.h"

// The kernels of a server that reads calls from one descriptor and writes answers to another. A broken
// pipe ends the program. `place` is 0...4: there are at most five servers.
const struct int8_kernels *remote_kernels(int place, int to_server, int from_server);

#endif
