#!/usr/bin/env bash
# Runs all tests in the release configuration and names those that were skipped. What they print is kept
# in SCRATCH_FOLDER/test-output.txt, and shown if a test fails.
#   test.sh SCRATCH_FOLDER [swift test arguments]
# With VERBOSE=1 it is always shown; with REQUIRE_SHARED=1 a skipped test is a failure.
set -uo pipefail
scratch=$1
shift
mkdir -p "$scratch"
log=$scratch/test-output.txt
: > "$log"

strictness=()
[ "${WARNINGS_AS_ERRORS:-0}" = 1 ] && strictness=(--explicit-target-dependency-import-check error)

# How far it is, every half minute: a first build takes minutes.
progress() {
  # Whoever reads what this prints must not wait for a sleep that outlives it.
  while sleep 30 >/dev/null 2>&1; do
    if grep -q '^◇ Test run started' "$log"; then
      echo "the tests run"
    else
      grep -E '^\[[0-9]+/[0-9]+\]' "$log" | tail -n 1
    fi
  done
}
progress &
reporter=$!
disown "$reporter"
trap 'kill "$reporter" 2>/dev/null' EXIT

swift test -c release --scratch-path "$scratch" --disable-xctest "${strictness[@]}" "$@" >"$log" 2>&1
status=$?
kill "$reporter" 2>/dev/null

# What passed is counted at the end, not listed. A line about a test case may go on over several, as
# its arguments do.
# shellcheck disable=SC2016
failures_and_figures='
  /^(✘|➜)/ { inside = 0 }
  inside { if (/(started|seconds)\.$/) inside = 0; next }
  /^(◇|✔)/ { if (!/(started|seconds)\.$/) inside = 1; next }
  /^➜/ || /^↳ Testing Library/ || /^↳ Target Platform/ || /^Warning: Xing/ || /^\[[0-9]+\/[0-9]+\]/ { next }
  { print }'
[ "$status" -eq 0 ] && [ "${VERBOSE:-0}" != 1 ] || awk "$failures_and_figures" "$log"

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
