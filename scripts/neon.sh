#!/usr/bin/env bash
# Runs the engine's tests on the kernels for ARM too: compiled with Debian's cross compiler, run by
# qemu's emulator of a CPU without dot products (Cortex-A53) and of one with them (Cortex-A76).
#   neon.sh TEST_SCRATCH_FOLDER [swift test arguments]
set -euo pipefail
scratch=$1
shift
kernels=Sources/CInt8Kernels
server=$scratch/neon-kernel-server
mkdir -p "$scratch"
aarch64-linux-gnu-gcc -std=gnu11 -O2 -static -Wall -Wextra -Werror \
  -I "$kernels/include" -I Tests/RemoteKernels -o "$server" \
  "$kernels"/*.c "$kernels"/neon/*.c Tests/RemoteKernels/server/main.c
EARSHOT_NEON_SERVER=$PWD/$server scripts/test.sh "$scratch" "${@:---filter=QuantizedInferenceTests}"
