#!/usr/bin/env bash
# Tests of Training/: format, and the road from weights to an int8 network.
set -euo pipefail
folder=$(dirname "$0")
"$folder/environment.sh" ruff check .
"$folder/environment.sh" ruff format --check .
"$folder/environment.sh" pytest --quiet
