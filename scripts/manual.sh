#!/usr/bin/env bash
# Prints the manual page of earshot, made of what the program says of itself.
#   manual.sh EARSHOT > earshot.1
set -euo pipefail
earshot=$1
version=$("$earshot" --version)
date=$(LC_ALL=C date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" '+%Y-%m-%d')

# A part of a help text, as `help` prints it: OVERVIEW, USAGE, ARGUMENTS, OPTIONS or SUBCOMMANDS.
part() {
  awk -v wanted="$1" '
    match($0, /^[A-Z]+:/) {
      inside = substr($0, 1, RLENGTH - 1) == wanted
      sub(/^[A-Z]+: ?/, "")
      if ($0 == "") next
    }
    /^  See .earshot help/ { next }
    inside' | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
}

# For troff: no character of it means anything else.
escaped() { sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^\([.']\)/\\\\\&\1/"; }

paragraphs() { escaped | sed -e 's/^$/.PP/'; }

# Options and arguments: the term begins in the third column, what it means in the 27th.
terms() {
  awk '
    function close_term() {
      if (term != "") printf ".TP\n.B %s\n%s", term, meaning == "" ? "" : meaning "\n"
      term = meaning = ""
    }
    /^  [^ ]/ {
      close_term()
      term = substr($0, 3, 23)
      rest = substr($0, 27)
      # A long term has its line to itself.
      if (substr($0, 26, 1) != " " || length($0) <= 26) { term = substr($0, 3); rest = "" }
      sub(/ +$/, "", term)
      meaning = rest
      next
    }
    /^ / { sub(/^ +/, ""); meaning = meaning (meaning == "" ? "" : "\n") $0 }
    END { close_term() }' | sed -e 's/\\/\\e/g' -e 's/-/\\-/g' \
    -e '/^\.\(TP\|B \)/!s/^\([.'"'"']\)/\\\&\1/'
}

# A command and all below it.
command_pages() {
  local text names name
  text=$("$earshot" help "$@")
  echo ".SS earshot $*"
  part USAGE <<<"$text" | { echo .B; escaped; }
  echo .PP
  part OVERVIEW <<<"$text" | paragraphs
  part ARGUMENTS <<<"$text" | terms
  part OPTIONS <<<"$text" | grep -v -e '--version' | sed '/-h, --help/d' | terms
  mapfile -t names < <(part SUBCOMMANDS <<<"$text" | sed -n 's/^  \([a-z][a-z-]*\).*/\1/p')
  for name in "${names[@]}"; do command_pages "$@" "$name"; done
}

help=$("$earshot" --help)
cat <<END
.\\" Made by scripts/manual.sh; what it says stands in the program.
.TH EARSHOT 1 "$date" "earshot $version"
.SH NAME
earshot \\- log the species heard in recordings and by microphones
.SH SYNOPSIS
.B earshot
.I command
.RI [ options ]
.SH DESCRIPTION
END
part OVERVIEW <<<"$help" | paragraphs
echo '.SH COMMANDS'
mapfile -t commands < <(part SUBCOMMANDS <<<"$help" | sed -n 's/^  \([a-z][a-z-]*\).*/\1/p')
for command in "${commands[@]}"; do command_pages "$command"; done
cat <<'END'
.SH ENVIRONMENT
.TP
.B EARSHOT_MODELS
Folders in which models are looked for, separated by colons.
.TP
.B EARSHOT_KERNELS
The inner loops that models run on, as
.B earshot doctor cpu
names them.
.SH SEE ALSO
.BR sqlite3 (1),
.BR arecord (1),
.BR systemctl (1)
END
