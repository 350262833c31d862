#!/usr/bin/env bash
# Runs a command in the Python environment of Training/, made on the first call.
#   environment.sh python -m earshot_training …
set -euo pipefail
folder=$(cd "$(dirname "$0")" && pwd)
environment=${EARSHOT_TRAINING_ENVIRONMENT:-$folder/../.venv-training}
stamp=$environment/installed.txt
if ! cmp -s "$folder/requirements.txt" "$stamp" && [ -z "${EARSHOT_TRAINING_ENVIRONMENT:-}" ]; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --requirement "$folder/requirements.txt"
  cp "$folder/requirements.txt" "$stamp"
fi
cd "$folder"
export TF_CPP_MIN_LOG_LEVEL=2 PATH="$environment/bin:$PATH"
exec "$@"
