#!/usr/bin/env bash
# Runs all tests in the release configuration and names those that were skipped.
#   test.sh SCRATCH_FOLDER [swift test arguments]
# With REQUIRE_SHARED=1 a skipped test is a failure.
set -uo pipefail
scratch=$1
shift
mkdir -p "$scratch"
log=$scratch/test-output.txt

strictness=()
[ "${WARNINGS_AS_ERRORS:-0}" = 1 ] && strictness=(--explicit-target-dependency-import-check error)

# What passed is counted at the end, not listed. A line about a test case may go on over several, as
# its arguments do.
# shellcheck disable=SC2016
failures_and_figures='
  /^(✘|➜)/ { inside = 0 }
  inside { if (/(started|seconds)\.$/) inside = 0; next }
  /^(◇|✔)/ { if (!/(started|seconds)\.$/) inside = 1; next }
  /^➜/ || /^↳ Testing Library/ || /^↳ Target Platform/ || /^Warning: Xing/ || /^\[[0-9]+\/[0-9]+\]/ { next }
  { print }'

swift test -c release --scratch-path "$scratch" --disable-xctest "${strictness[@]}" "$@" 2>&1 | tee "$log" \
  | awk "$failures_and_figures"
status=${PIPESTATUS[0]}

mapfile -t skipped < <(grep -E '^➜ +(Test|Suite) .* skipped' "$log" | sort -u)
if [ ${#skipped[@]} -gt 0 ]; then
  echo "${#skipped[@]} skipped:"
  printf '  %s\n' "${skipped[@]#➜ }"
  if [ "${REQUIRE_SHARED:-0}" = 1 ]; then
    # Slow tests have a target of their own and are no omission here.
    if printf '%s\n' "${skipped[@]}" | grep -qv EARSHOT_SLOW; then
      echo "The reference data is here, so none of these may be skipped." >&2
      status=1
    fi
  fi
fi
grep -E '^[✔✘] Test run with [1-9]' "$log" || { echo "No test ran." >&2; status=1; }
exit "$status"
