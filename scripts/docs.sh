#!/usr/bin/env bash
# DocC pages of every library, ready for any static web server, in docs/ROOM.
set -euo pipefail
mkdir -p docs
for page in Sources/*/*.docc; do
  room=$(basename "$page" .docc)
  swift package --scratch-path .build-docs --allow-writing-to-directory "docs/$room" \
    generate-documentation --target "$room" --output-path "docs/$room" \
    --transform-for-static-hosting --hosting-base-path "$room"
done
