#!/usr/bin/env bash
# Format of the sources and syntax of the scripts: fails on the first finding.
set -euo pipefail
folders=()
for folder in Sources Tests Benchmarks Fuzz; do [ -d "$folder" ] && folders+=("$folder"); done
swift format lint --strict --recursive Package.swift "${folders[@]}"

mapfile -t scripts < <(git ls-files '*.sh' .ci/run)
for script in "${scripts[@]}"; do bash -n "$script"; done
if command -v shellcheck >/dev/null; then shellcheck "${scripts[@]}"; fi
