#!/usr/bin/env bash
# Runs the tests of capture and of the station under the sanitizers of threads and of addresses.
#   sanitize.sh [thread|address …]
set -euo pipefail
kinds=("$@")
[ ${#kinds[@]} -gt 0 ] || kinds=(thread address)
# The test library leaks by itself.
export ASAN_OPTIONS=detect_leaks=0
for kind in "${kinds[@]}"; do
  echo "Under the $kind sanitizer:"
  log=.build-$kind/test-output.txt
  mkdir -p ".build-$kind"
  swift test --sanitize "$kind" --scratch-path ".build-$kind" --disable-xctest \
    --filter 'AudioCaptureTests|StationTests' >"$log" 2>&1 || { cat "$log" >&2 && exit 1; }
  if grep -q 'WARNING: ThreadSanitizer\|ERROR: AddressSanitizer' "$log"; then
    cat "$log" >&2
    exit 1
  fi
  grep '^✔ Test run with [1-9]' "$log"
done
