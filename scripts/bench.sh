#!/usr/bin/env bash
# Speed of the front end, the engine and the whole pipeline beside their peers, in one run on this
# machine.
#   bench.sh SCRATCH_FOLDER [PART…]
# Without parts: features, engine and pipeline, and Benchmarks/RESULTS.md. With parts only those are
# measured and printed. BENCH_SECONDS=1 shows in a few minutes whether all works; its figures are
# rough, so RESULTS.md stays as it is.
#
# The part parity compares every tensor with LiteRT's and writes Benchmarks/PARITY.md; with
# PARITY_INPUTS=20 it is quick and writes nothing. Where ../shared/audio is, two heads are trained, and
# compared on the images of real windows.
set -euo pipefail
scratch=$1
shift
parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(features engine pipeline)

for product in earshot benchmarks EngineRunner; do
  swift build -c release --product "$product" --scratch-path "$scratch" >"$scratch/bench-build.txt" ||
    { cat "$scratch/bench-build.txt" >&2 && exit 1; }
done
benchmarks=$PWD/$scratch/release/benchmarks
library=$PWD/$scratch/release/libEngineRunner.so

models=(Models/*/model.tflite)
if [ -d ../shared/models ]; then models+=(../shared/models/*.tflite); fi

measure() { Benchmarks/environment.sh peers python -m earshot_benchmarks "$@" 2> >(grep -v INFO >&2 || true); }

# Trains a linear head and one with a hidden layer, and names them and some windows in `more`.
write_heads() {
  local work=$PWD/Benchmarks/work/heads earshot=$PWD/$scratch/release/earshot
  rm -rf "$work" && mkdir -p "$work"
  "$earshot" train ../shared/audio/species/meta.csv -o "$work/linear" --copies 0
  "$earshot" train ../shared/audio/species/meta.csv -o "$work/hidden" --copies 0 --hidden 32
  cp "$work/linear/model.tflite" "$work/head-linear.tflite"
  cp "$work/hidden/model.tflite" "$work/head-hidden.tflite"
  "$earshot" features ../shared/audio/species/?-1*-A-1.ogg ../shared/audio/background/?-1*-A-10.ogg \
    --step-hops 10 -o "$work/images"
  more=(heads "$work"/head-*.tflite images "$work"/images/*.npy)
}

for part in "${parts[@]}"; do
  case $part in
    features) measure features "$benchmarks" ;;
    engine) measure engine "$benchmarks" "$library" "${models[@]}" ;;
    pipeline) measure pipeline "$PWD/$scratch/release/earshot" "$benchmarks" ;;
    parity)
      more=()
      if [ -d ../shared/audio ]; then write_heads; fi
      measure parity "$benchmarks" "${models[@]}" Tests/Golden/heads/*.tflite "${more[@]}"
      [ -n "${PARITY_INPUTS:-}" ] || cp Benchmarks/work/parity.md Benchmarks/PARITY.md
      ;;
    *)
      echo "bench.sh: no part $part; there are features, engine, pipeline and parity." >&2
      exit 2
      ;;
  esac
done

if [ $# -eq 0 ] && [ -z "${BENCH_SECONDS:-}" ]; then
  {
    printf '# Speed\n\nWritten by `make bench`.\n\n'
    cd Benchmarks/work
    cat engine.md <(echo) pipeline.md <(echo) features.md
  } >Benchmarks/RESULTS.md
fi
