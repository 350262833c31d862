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

swift test -c release --scratch-path "$scratch" --disable-xctest "${strictness[@]}" "$@" 2>&1 | tee "$log" \
  | grep -v -e '^◇' -e '^✔' -e '^➜' -e '^↳' -e '^Warning: Xing' -e '^\[[0-9/]*\]'
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
