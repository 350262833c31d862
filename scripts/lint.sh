#!/usr/bin/env bash
# Format and shape of the sources: fails on the first thing that a reviewer would send back.
set -euo pipefail
folders=()
for folder in Sources Tests Benchmarks Fuzz; do [ -d "$folder" ] && folders+=("$folder"); done
swift format lint --strict --recursive Package.swift "${folders[@]}"

mapfile -t scripts < <(git ls-files '*.sh' .ci/run)
for script in "${scripts[@]}"; do bash -n "$script"; done
if command -v shellcheck >/dev/null; then shellcheck "${scripts[@]}"; fi
