#!/usr/bin/env bash
# Speed of the front end, the engine and the whole pipeline beside their peers, in one run on this
# machine.
#   bench.sh SCRATCH_FOLDER [PART…]
# Without parts: all of them, and Benchmarks/RESULTS.md. With parts (features, engine, pipeline) only
# those are measured and printed. BENCH_SECONDS=1 shows in a few minutes whether all works; its figures
# are rough, so RESULTS.md stays as it is.
set -euo pipefail
scratch=$1
shift
parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(features engine)

for product in benchmarks EngineRunner; do
  swift build -c release --product "$product" --scratch-path "$scratch" >/dev/null
done
benchmarks=$PWD/$scratch/release/benchmarks
library=$PWD/$scratch/release/libEngineRunner.so

models=(Models/*/model.tflite)
if [ -d ../shared/models ]; then models+=(../shared/models/*.tflite); fi

measure() { Benchmarks/environment.sh python -m earshot_benchmarks "$@" 2> >(grep -v INFO >&2 || true); }

for part in "${parts[@]}"; do
  case $part in
    features) measure features "$benchmarks" ;;
    engine) measure engine "$benchmarks" "$library" "${models[@]}" ;;
    *)
      echo "bench.sh: no part $part; there are features and engine." >&2
      exit 2
      ;;
  esac
done

if [ $# -eq 0 ] && [ -z "${BENCH_SECONDS:-}" ]; then
  {
    printf '# Speed\n\nWritten by `make bench`.\n\n'
    cd Benchmarks/work
    cat engine.md <(echo) features.md
  } >Benchmarks/RESULTS.md
fi
