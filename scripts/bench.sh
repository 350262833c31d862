#!/usr/bin/env bash
# Speed of the front end and the engine beside their peers, in one run on this machine.
#   bench.sh SCRATCH_FOLDER
set -euo pipefail
scratch=$1
python=.venv-bench/bin/python
if [ ! -x "$python" ] || ! "$python" -c 'import openvino' 2>/dev/null; then
  echo "Installing the peers from PyPI into .venv-bench"
  python3 -m venv .venv-bench
  "$python" -m pip install -q ai-edge-litert==2.3.0 openvino==2026.4.1 librosa==0.11.0 numpy==2.4.6 scipy==1.17.1
fi
swift build -c release --product benchmarks --scratch-path "$scratch" >/dev/null
benchmarks=$scratch/release/benchmarks

grep -m 1 'model name' /proc/cpuinfo | sed 's/.*: /CPU: /' || true
echo
"$python" Benchmarks/features_peer.py "$benchmarks" features
echo
models=(Models/*/model.tflite)
if [ -d ../shared/models ]; then models+=(../shared/models/*.tflite); fi
"$python" Benchmarks/engine_peer.py "$benchmarks" Benchmarks/RESULTS.md "${models[@]}" 2> >(grep -v INFO >&2 || true)
