#!/usr/bin/env bash
# Feeds damaged model files to the reader of QuantizedInference with libFuzzer.
#   fuzz.sh [SECONDS]      600 unless told otherwise
# What it finds lies in .build-fuzz/findings; a finding is run again with
#   .build-fuzz/model-reader .build-fuzz/findings/crash-...
# The corpus that it grows is kept in .build-fuzz/corpus for the next time.
set -euo pipefail
seconds=${1:-600}
build=.build-fuzz
mkdir -p "$build" "$build/corpus" "$build/findings" "$build/seeds"

language=(-swift-version 6 -strict-memory-safety -enable-upcoming-feature ExistentialAny
  -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility)
instrumented=(-O -g -parse-as-library "-sanitize=fuzzer,address" "${language[@]}")
mapfile -t engine < <(find Sources/QuantizedInference -name '*.swift' | sort)

kernels=()
for source in Sources/CInt8Kernels/*.c Sources/CInt8Kernels/*/*.c; do
  object=$build/$(basename "$source" .c).o
  clang -O2 -g -fsanitize=address,fuzzer-no-link -ISources/CInt8Kernels/include -c "$source" -o "$object"
  kernels+=("$object")
done
swiftc -O -parse-as-library "${language[@]}" -wmo -module-name SystemFiles -emit-module \
  -emit-module-path "$build/SystemFiles.swiftmodule" -emit-object -o "$build/SystemFiles.o" \
  Sources/SystemFiles/*.swift
swiftc -O -parse-as-library "${language[@]}" -wmo -module-name NumpyFormat -I "$build" \
  -I Sources/CZlib -emit-module -emit-module-path "$build/NumpyFormat.swiftmodule" \
  -emit-object -o "$build/NumpyFormat.o" Sources/NumpyFormat/*.swift
swiftc "${instrumented[@]}" -wmo -module-name QuantizedInference -I "$build" -I Sources/CZlib \
  -I Sources/CInt8Kernels/include -emit-module \
  -emit-module-path "$build/QuantizedInference.swiftmodule" -emit-object \
  -o "$build/QuantizedInference.o" "${engine[@]}"
swiftc "${instrumented[@]}" -wmo -use-ld=lld -module-name ModelReaderFuzzer -I "$build" \
  -I Sources/CInt8Kernels/include -I Sources/CZlib -o "$build/model-reader" \
  "$build/QuantizedInference.o" "$build/NumpyFormat.o" "$build/SystemFiles.o" "${kernels[@]}" \
  Tests/QuantizedInferenceTests/Robustness/ModelTrial.swift Fuzz/ModelReader/ModelReaderFuzzer.swift
swiftc -O "${language[@]}" -module-name ModelSeeds -o "$build/model-seeds" \
  Tests/TestSupport/SplitMix64.swift Tests/TestSupport/SplitMix64+Damage.swift \
  Fuzz/ModelReader/Seeds/main.swift

models=(Tests/Golden/engine/operators.golden Tests/Golden/engine/tiny-mcunet.tflite)
for model in ../shared/models/*.tflite; do [ -e "$model" ] && models+=("$model"); done
rm -rf "$build/seeds"
"$build/model-seeds" "$build/seeds" "${models[@]}"

# A file is at most 128 KiB here, so no single allocation may reach 16 MiB (the largest that is
# allowed by design is a session's arena of 2 MiB) and no input may take ten seconds.
# swift-backtrace would hang in the crashed process.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=0
"$build/model-reader" "$build/corpus" "$build/seeds" -max_total_time="$seconds" -max_len=131072 \
  -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=16 -print_final_stats=1 \
  -artifact_prefix="$build/findings/" 2>&1 | tee "$build/fuzz.log" | grep -v -e ' NEW ' -e REDUCE -e ' pulse '
grep -E 'stat::number_of_executed_units' "$build/fuzz.log"
