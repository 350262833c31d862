#!/usr/bin/env bash
# Runs a command in a Python environment of Benchmarks/, made on the first call. `peers` has the peers;
# `convert`, of its own because it needs TensorFlow, the converter for ONNX Runtime.
#   environment.sh peers|convert python -m …
set -euo pipefail
folder=$(cd "$(dirname "$0")" && pwd)
case $1 in
  peers) environment=$folder/../.venv-bench requirements=$folder/requirements.txt ;;
  convert) environment=$folder/../.venv-convert requirements=$folder/requirements-convert.txt ;;
  *)
    echo "environment.sh: no environment $1; there are peers and convert." >&2
    exit 2
    ;;
esac
shift
if ! cmp -s "$requirements" "$environment/installed.txt"; then
  echo "Installing $(basename "$requirements") from PyPI into $(basename "$environment")" >&2
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --requirement "$requirements"
  cp "$requirements" "$environment/installed.txt"
fi
export PYTHONPATH=$folder TF_CPP_MIN_LOG_LEVEL=3 PATH="$environment/bin:$PATH"
exec "$@"
