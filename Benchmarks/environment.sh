#!/usr/bin/env bash
# Runs a command in the Python environment of Benchmarks/, made on the first call: the peers in one,
# the converter for ONNX Runtime, which needs TensorFlow, in another.
#   environment.sh python -m earshot_benchmarks …
set -euo pipefail
folder=$(cd "$(dirname "$0")" && pwd)

# environment FOLDER REQUIREMENTS
environment() {
  cmp -s "$2" "$1/installed.txt" && return
  echo "Installing $(basename "$2") from PyPI into $(basename "$1")" >&2
  python3 -m venv "$1"
  "$1/bin/pip" install --quiet --requirement "$2"
  cp "$2" "$1/installed.txt"
}

environment "$folder/../.venv-bench" "$folder/requirements.txt"
environment "$folder/../.venv-convert" "$folder/requirements-convert.txt"
export PYTHONPATH=$folder TF_CPP_MIN_LOG_LEVEL=3 PATH="$folder/../.venv-bench/bin:$PATH"
exec "$@"
