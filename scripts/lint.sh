#!/usr/bin/env bash
# Format and shape of the sources: fails on the first thing that a reviewer would send back.
set -euo pipefail
folders=()
for folder in Sources Tests Benchmarks Fuzz; do [ -d "$folder" ] && folders+=("$folder"); done
swift format lint --strict --recursive Package.swift "${folders[@]}"

mapfile -t scripts < <(git ls-files '*.sh' .ci/run)
for script in "${scripts[@]}"; do bash -n "$script"; done
if command -v shellcheck >/dev/null; then shellcheck "${scripts[@]}"; fi

for room in Sources/*/; do
  name=$(basename "$room")
  case $name in C*[A-Z]* | earshot) [ -f "$room/module.modulemap" ] && continue ;; esac
  [ "$name" = earshot ] && continue
  [ -f "$room/$name.docc/$name.md" ] || { echo "$room has no DocC page $name.docc/$name.md" >&2; exit 1; }
done
