#!/usr/bin/env bash
# Prints a documented configuration with some of its keys set: each line `key: …` or `# key: …` that
# stands for a key of PRESETS becomes `key: value`, with its comment above it as it was. A key must stand
# in the configuration exactly once, else nothing is printed and the key is named.
#   preset.sh CONFIGURATION PRESETS
set -euo pipefail
configuration=$1
presets=$2

awk '
  NR == FNR {
    if (/^[ \t]*(#|$)/) next
    key = $1
    sub(/^[ \t]*[^ \t]+[ \t]+/, "")
    values[key] = $0
    next
  }
  {
    # A section is a key of the first column that has no value.
    if (/^[a-z_]+:/) { section = $1; sub(/:.*/, "", section) }
    line = $0
    if (match(line, /^(  )?(# )?[a-z_]+:( |$)/)) {
      name = line
      indented = sub(/^  /, "", name)
      sub(/^# /, "", name)
      sub(/:.*/, "", name)
      key = indented ? section "." name : name
      if (key in values) {
        found[key]++
        line = (indented ? "  " : "") name ": " values[key]
      }
    }
    lines[++count] = line
  }
  END {
    for (key in values) {
      if (found[key] == 1) continue
      printf "%s: %s stands there %d times, and must once.\n", FILENAME, key, found[key] > "/dev/stderr"
      failed = 1
    }
    if (failed) exit 1
    for (i = 1; i <= count; i++) print lines[i]
  }' "$presets" "$configuration"
