#!/usr/bin/env bash
# Puts earshot into a system, or takes it out again. A configuration that is there stays as it is, in both.
#   install.sh install EARSHOT     the built program
#   install.sh uninstall
# Environment: PREFIX (/usr/local), SYSCONFDIR (/etc), DESTDIR (nothing): as everywhere. What is installed
# runs at PREFIX; DESTDIR is a folder in which all of it is put together, as for a package.
#   COMPLETIONS=debian puts the completions of zsh and fish where Debian's packages have them.
set -euo pipefail
cd "$(dirname "$0")/.."
action=$1
prefix=${PREFIX:-/usr/local}
settings=${SYSCONFDIR:-/etc}/earshot
root=${DESTDIR:-}
case $prefix$settings in
  *[!A-Za-z0-9/._+-]*)
    echo "PREFIX and SYSCONFDIR go into the unit of systemd: letters, digits, / . _ + and - only." >&2
    exit 2
    ;;
esac

case ${COMPLETIONS:-} in
  debian) zsh=zsh/vendor-completions ;;
  *) zsh=zsh/site-functions ;;
esac

generated=$(mktemp -d)
trap 'rm -rf "$generated"' EXIT

# place MODE FILE TARGET: installs a file, or removes what was installed there.
place() {
  local target=$root$3
  if [ "$action" = install ]; then
    install -D -m "$1" "$2" "$target"
  else
    rm -f "$target"
  fi
}

# A file of which every "from" must have become "to", else it is not what this script was written for.
adapted() {
  local file=$1 from to
  shift
  cp "$file" "$generated/adapted"
  while [ $# -gt 0 ]; do
    from=$1 to=$2
    shift 2
    grep -qF -- "$from" "$generated/adapted" || { echo "$file: has no $from" >&2; exit 1; }
    sed -i "s|$from|$to|g" "$generated/adapted"
  done
  cat "$generated/adapted"
}

models=(Models/earshot-animals Models/earshot-animals-free Models/earshot-animals-tiny)

case $action in
  install)
    earshot=${2:?the built program}
    if [ ! -x "$earshot" ]; then
      echo "$earshot is not there: \`make static\` builds it, as you and not as root." >&2
      exit 2
    fi
    for model in "${models[@]}"; do
      [ -f "$model/model.tflite" ] || { echo "$model is not here." >&2; exit 1; }
    done
    scripts/preset.sh Configs/station.yaml Packaging/station.presets > "$generated/station.yaml"
    adapted Packaging/earshot.service '/usr/bin/earshot' "$prefix/bin/earshot" \
      '/etc/earshot' "$settings" > "$generated/earshot.service"
    scripts/manual.sh "$earshot" | gzip -9n > "$generated/earshot.1.gz"
    for shell in bash zsh fish; do
      # They are read, not run.
      "$earshot" --generate-completion-script "$shell" | sed '1{/^#!/d}' > "$generated/$shell"
    done
    ;;
  uninstall) earshot= ;;
  *)
    echo "$action: install or uninstall" >&2
    exit 2
    ;;
esac

place 755 "$earshot" "$prefix/bin/earshot"
# The models that come with earshot; what somebody else put beside them stays.
while IFS= read -r -d '' file; do
  place 644 "$file" "$prefix/share/earshot/$file"
done < <(find "${models[@]}" -type f -print0)
place 644 "$generated/earshot.1.gz" "$prefix/share/man/man1/earshot.1.gz"
place 644 "$generated/bash" "$prefix/share/bash-completion/completions/earshot"
place 644 "$generated/zsh" "$prefix/share/$zsh/_earshot"
place 644 "$generated/fish" "$prefix/share/fish/vendor_completions.d/earshot.fish"
place 644 "$generated/earshot.service" "$prefix/lib/systemd/system/earshot.service"
place 644 Packaging/earshot.sysusers "$prefix/lib/sysusers.d/earshot.conf"
for file in Configs/*; do
  place 644 "$file" "$prefix/share/doc/earshot/examples/$(basename "$file")"
done

if [ "$action" = uninstall ]; then
  for folder in "${models[@]/#/share/earshot/}" share/earshot/Models share/earshot share/doc/earshot/examples share/doc/earshot; do
    rmdir "$root$prefix/$folder" 2>/dev/null || true
  done
  [ -e "$root$settings" ] && echo "$root$settings is yours and stays."
  exit 0
fi

if [ -e "$root$settings/station.yaml" ]; then
  cmp -s "$generated/station.yaml" "$root$settings/station.yaml" ||
    echo "$root$settings/station.yaml is there already and stays as it is."
else
  install -D -m 644 "$generated/station.yaml" "$root$settings/station.yaml"
fi
[ -n "$root" ] || cat <<END
earshot is in $prefix/bin. For a station, name its microphone in $settings/station.yaml
(\`earshot doctor audio\` lists those there are), and as root:
  systemd-sysusers && systemctl daemon-reload
  chgrp earshot $settings/station.yaml && chmod 640 $settings/station.yaml
  systemctl enable --now earshot
END
