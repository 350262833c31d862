#!/usr/bin/env bash
# Runs a station many times faster than real time, with every fault there is, and judges its log.
#   soak.sh SCRATCH_FOLDER FOLDER [arguments of `soak run`]
# What was there in FOLDER is removed; then it holds the log, what the station said, and a record of what was
# done to it: `soak judge FOLDER` judges it again. With SOAK=PROGRAM that is run and nothing is built.
# Root gets mounts of its own, for the small disk that is filled; without them the disk is never full.
set -euo pipefail
scratch=$1
folder=$2
shift 2
if [ -z "${SOAK:-}" ]; then
  for product in SimulatedCard soak; do
    swift build -c release --product "$product" --scratch-path "$scratch"
  done
  SOAK=$scratch/release/soak
fi
rm -rf "$folder"
mounts=()
if [ "$(id -u)" = 0 ] && unshare --mount true 2>/dev/null; then mounts=(unshare --mount); fi
exec "${mounts[@]}" "$SOAK" run "$folder" "$@"
