#!/usr/bin/env bash
# Holds a package to its promises on a Debian of its own, without Swift and without anything but what the
# package itself asks for: installed, it gives the events that it gives here; an upgrade keeps what people
# have changed and heard; removed and purged, it leaves no more than it says.
#   test-deb.sh PACKAGE EARSHOT     the package, and the program that it was made of
# Needs root, and the mirror of Debian that this machine's apt has. Everything lies in a temporary folder,
# which is gone at the end.
set -euo pipefail
package=$(realpath "${1:?the package}")
earshot=$(realpath "${2:?the program}")
cd "$(dirname "$0")/.."
repository=$PWD

if [ "$(id -u)" -ne 0 ]; then
  echo "A system to test the package on can be made by root only: sudo make test-deb" >&2
  exit 2
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/earshot-deb.XXXXXX")
root=$work/root
clean() {
  local place
  # The deepest first.
  while read -r place; do umount "$place" || umount --lazy "$place"; done \
    < <(awk -v root="$root" 'index($5, root) == 1 { print $5 }' /proc/self/mountinfo | sort -r)
  if grep -qF " $root" /proc/self/mountinfo; then
    echo "$root has something mounted still; it is left there." >&2
  else
    rm -rf --one-file-system "$work"
  fi
}
trap clean EXIT
trap 'exit 130' INT TERM

inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
step() { printf '%s\n' "$*"; }
fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}
# expect WHAT COMMAND…
expect() {
  local what=$1
  shift
  "$@" || fail "$what"
}

step "A Debian of its own"
# shellcheck disable=SC1091 # the system's own
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
# shellcheck disable=SC2016 # apt's own variables
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
  awk -v codename="$codename" '$2 == codename && $3 == "main" { print $1; exit }')
[ -n "$mirror" ] || { echo "apt has no mirror of $codename: see /etc/apt/sources.list." >&2; exit 2; }
debootstrap --variant=minbase "$codename" "$root" "$mirror" > "$work/debootstrap.txt" ||
  { tail -n 20 "$work/debootstrap.txt" >&2; exit 1; }
# What apt is told here, it is told there.
rm -f "$root/etc/apt/sources.list"
cp -a /etc/apt/. "$root/etc/apt/"
for file in /etc/resolv.conf /etc/hosts; do cp -L "$file" "$root$file"; done
attach() {
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sysfs "$root/sys"
}
detach() { umount "$root/proc" "$root/sys"; }
attach
mkdir "$root/packages"
cp "$package" "$root/packages/"
inside apt-get update -qq
# Only to make sound of a recording, as a microphone's pipe would bring it.
inside apt-get install --yes -qq --no-install-recommends flac > "$work/apt.txt" 2>&1 || fail "$(cat "$work/apt.txt")"
# All that is called like the program, without what this test put there.
traces() { inside find / -xdev -path /packages -prune -o -iname '*earshot*' -print | sort; }
[ -z "$(traces)" ] || fail "there is earshot already: $(traces)"

step "Installed with what it depends on"
inside apt-get install --yes -qq --no-install-recommends "/packages/$(basename "$package")" > "$work/apt.txt" 2>&1 ||
  fail "$(cat "$work/apt.txt")"
grep -q 'systemctl enable --now earshot' "$work/apt.txt" || fail "the package does not say how to begin"
! inside sh -c 'command -v swift swiftc' || fail "there is a Swift here, which the package may need"
libraries=$(inside ldd /usr/bin/earshot)
! grep -E 'not found|swift|Foundation' <<<"$libraries" || fail "libraries are missing, or Swift's"
expect "the version is another" [ "$(inside earshot --version)" = "$("$earshot" --version)" ]
expect "the user is not in the group audio" grep -qw audio <<<"$(inside id -nG earshot)"
expect "the configuration can be read by everybody" \
  [ "$(inside stat -c '%U:%G %a' /etc/earshot/station.yaml)" = 'root:earshot 640' ]
expect "the unit is enabled" [ "$(inside systemctl is-enabled earshot.service || true)" = disabled ]
# Without a manual's reader there.
verified=$(inside systemd-analyze verify --man=no earshot.service 2>&1) || fail "$verified"
[ -z "$verified" ] || fail "$verified"
for file in share/man/man1/earshot.1.gz share/bash-completion/completions/earshot \
  share/zsh/vendor-completions/_earshot share/fish/vendor_completions.d/earshot.fish; do
  expect "/usr/$file is missing" [ -s "$root/usr/$file" ]
done
inside systemd-analyze security --offline=true earshot.service 2>/dev/null | tail -n 1

step "What it finds and hears"
inside earshot doctor cpu
# A machine without a sound card is told so, which is an answer too.
inside earshot doctor audio || true
recording=20250607_054000.flac
mkdir "$root/recordings" "$work/here"
cp "Recordings/$recording" "$root/recordings/"
inside earshot classify "/recordings/$recording" --log /recordings/there.sqlite --format csv > "$work/there.csv"
(cd "$repository" && "$earshot" classify "Recordings/$recording" --log "$work/here/here.sqlite" --format csv) > "$work/here.csv"
# The paths differ, nothing else may.
sed -i "s#[^,\"]*/$recording#$recording#g" "$work/there.csv" "$work/here.csv"
[ "$(wc -l < "$work/there.csv")" -gt 3 ] || fail "no events: $(cat "$work/there.csv")"
diff "$work/here.csv" "$work/there.csv" || fail "the events are others than here"
echo "$(($(wc -l < "$work/there.csv") - 1)) events, the same as here"

inside install -d -o earshot -g earshot -m 750 /var/lib/earshot
inside sh -c "flac --silent --decode --stdout /recordings/$recording | setpriv --reuid earshot --regid earshot \
  --init-groups earshot listen --input - --log /var/lib/earshot/earshot.sqlite" 2> "$work/listen.txt" ||
  fail "$(cat "$work/listen.txt")"
heard() { inside earshot events --log /var/lib/earshot/earshot.sqlite --format csv; }
heard > "$work/heard.csv"
[ "$(wc -l < "$work/heard.csv")" -eq "$(wc -l < "$work/there.csv")" ] ||
  fail "a pipe gives other events than its recording: $(cat "$work/heard.csv")"
echo "$(($(wc -l < "$work/heard.csv") - 1)) events from a pipe"

if grep -q ' /sys/fs/cgroup' /proc/self/mountinfo; then
  step "Under a systemd of its own"
  install -m 755 scripts/test-unit.sh "$root/packages/"
  inside apt-get install --yes -qq --no-install-recommends systemd-sysv dbus > "$work/apt.txt" 2>&1 || fail "$(cat "$work/apt.txt")"
  mv "$root/var/lib/earshot" "$work/heard"
  cat > "$root/etc/systemd/system/test-unit.service" <<END
[Service]
Type=oneshot
ExecStart=/packages/test-unit.sh /recordings/$recording /packages/result
ExecStopPost=/bin/systemctl --no-block poweroff
END
  mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
  ln -s ../test-unit.service "$root/etc/systemd/system/multi-user.target.wants/"
  # It has its own.
  detach
  timeout 600 systemd-nspawn --quiet --directory="$root" --boot --register=no --keep-unit --private-network \
    < /dev/null > "$work/boot.txt" 2>&1 || true
  attach
  [ -s "$root/packages/result" ] || fail "$(cat "$work/boot.txt")"
  grep -qx passed "$root/packages/result" || fail "$(cat "$root/packages/result")"
  rm "$root/etc/systemd/system/test-unit.service" "$root/etc/systemd/system/multi-user.target.wants/test-unit.service"
  mv "$work/heard" "$root/var/lib/earshot"
  echo "Started, watched, killed and started again, stopped; heard a pipe under all restrictions"
else
  step "NOT tested: the unit, since systemd needs control groups and this machine has none"
fi

step "An upgrade"
echo '# mine' >> "$root/etc/earshot/station.yaml"
cp "$root/etc/earshot/station.yaml" "$work/mine.yaml"
dpkg-deb --raw-extract "$package" "$work/next"
sed -i 's/^Version: \(.*\)$/Version: \1+next/' "$work/next/DEBIAN/control"
echo '# A default that has changed.' >> "$work/next/etc/earshot/station.yaml"
dpkg-deb --root-owner-group --build "$work/next" "$root/packages/next.deb" >/dev/null
inside apt-get install --yes -qq --no-install-recommends -o Dpkg::Options::=--force-confdef \
  -o Dpkg::Options::=--force-confold /packages/next.deb > "$work/apt.txt" 2>&1 || fail "$(cat "$work/apt.txt")"
# shellcheck disable=SC2016 # dpkg's own variable
inside dpkg-query -W -f '${Version}' earshot | grep -q '+next$' || fail "the package is the old one"
cmp "$work/mine.yaml" "$root/etc/earshot/station.yaml" || fail "the upgrade changed a configuration of the user's"
expect "the new default is not there to be compared" \
  grep -q 'has changed' "$root/etc/earshot/station.yaml.dpkg-dist"
expect "the configuration's rights have changed" \
  [ "$(inside stat -c '%U:%G %a' /etc/earshot/station.yaml)" = 'root:earshot 640' ]
heard | diff "$work/heard.csv" - || fail "the log is not what it was"

step "Removed"
inside apt-get remove --yes -qq earshot > "$work/apt.txt" 2>&1 || fail "$(cat "$work/apt.txt")"
expect "the program is still there" [ ! -e "$root/usr/bin/earshot" ]
expect "the configuration is gone" [ -e "$root/etc/earshot/station.yaml" ]
expect "the log is gone" [ -s "$root/var/lib/earshot/earshot.sqlite" ]

step "Purged"
inside apt-get purge --yes -qq earshot > "$work/apt.txt" 2>&1 || fail "$(cat "$work/apt.txt")"
grep -q 'stay in /var/lib/earshot' "$work/apt.txt" || fail "nobody says where the log is: $(cat "$work/apt.txt")"
expect "the log is gone" [ -s "$root/var/lib/earshot/earshot.sqlite" ]
left=$(traces | grep -v '^/var/lib/earshot' || true)
[ -z "$left" ] || fail "files are left: $left"
inside sh -c 'rm -r /var/lib/earshot && id -u earshot' >/dev/null || fail "the owner of what was heard is gone"
echo "Nothing is left but /var/lib/earshot and the user who owns it."

step "Installed and purged without a station"
inside apt-get install --yes -qq --no-install-recommends "/packages/$(basename "$package")" > "$work/apt.txt" 2>&1 ||
  fail "$(cat "$work/apt.txt")"
inside apt-get purge --yes -qq earshot > "$work/apt.txt" 2>&1 || fail "$(cat "$work/apt.txt")"
[ -z "$(traces)" ] || fail "files are left: $(traces)"
echo "✔ The package does what it promises."
