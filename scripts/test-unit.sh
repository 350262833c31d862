#!/bin/bash
# Holds the installed unit to its promises under the systemd of the machine that it is run on: one that is
# there for nothing else, as scripts/test-deb.sh makes it. Writes "passed", or what failed, to RESULT.
#   test-unit.sh RECORDING RESULT
set -uo pipefail
recording=$1
result=$2
unit=earshot.service
data=/var/lib/earshot

fail() {
  { echo "$*"; systemctl status --no-pager --full $unit; journalctl --no-pager -u $unit | tail -n 40; } > "$result" 2>&1
  exit 1
}
property() { systemctl show "$unit" -p "$1" --value; }
# until_so SECONDS COMMAND…
until_so() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.2
  done
}
# The unit as it is, but for how long the manager's patience is.
told() {
  mkdir -p "/etc/systemd/system/$unit.d"
  printf '%s\n' '[Service]' 'WatchdogSec=4s' "$@" > "/etc/systemd/system/$unit.d/test.conf"
  systemctl daemon-reload
}
said() { journalctl -u $unit | grep -c -- "$1"; }
has_said() { [ "$(said "$2")" -ge "$1" ]; }

# By the configuration that comes with it, which may be another while it runs.
told
settings=/etc/earshot/station.yaml
cp -p $settings /run/station.yaml
systemctl start $unit || fail "it does not start by its configuration"
until_so 10 test -s /run/earshot/status.json || fail "there is no status"
[ -s $data/earshot.sqlite ] || fail "its log is not in $data: $(ls -la $data)"
process=$(property MainPID)
echo 'nonsense: 1' >> $settings
systemctl reload $unit || fail "it cannot be told of other settings"
until_so 10 has_said 1 'unknown key "nonsense"' || fail "settings that are wrong are not told of"
until_so 10 has_said 1 'the old settings stay in force' || fail "nobody says which settings hold"
[ "$(property ActiveState)" = active ] || fail "after a wrong file it is $(property ActiveState)"
sed -i -e '/^nonsense/d' -e 's/^  # name: .*/  name: Elsewhere/' $settings
systemctl reload $unit || fail "it cannot be told of other settings again"
# It hears nothing here, as the status says with its own exit status too.
is_elsewhere() { [[ "$(earshot status --file /run/earshot/status.json)" == 'Elsewhere: '* ]]; }
until_so 20 is_elsewhere || fail "new settings do not hold: $(earshot status --file /run/earshot/status.json)"
[ "$(property MainPID)" = "$process" ] || fail "other settings made it start again"
[ "$(property ActiveState)" = active ] || fail "after a reload it is $(property ActiveState)"
systemctl stop $unit || fail "it does not stop"
cp -p /run/station.yaml $settings

# A microphone that is not there.
told 'ExecStart=' "ExecStart=/usr/bin/earshot listen --input card:None --log $data/earshot.sqlite"
systemctl start $unit || fail "it does not start"
[ "$(property ActiveState)" = active ] || fail "it is not active"
has_status() { [ "$(property StatusText)" = "$1" ]; }
until_so 10 has_status 'Not heard: microphone' || fail "its status is $(property StatusText)"
process=$(property MainPID)
[ "$(stat -c %U "/proc/$process")" = earshot ] || fail "it runs as $(stat -c %U "/proc/$process")"
[ "$(grep -c '^CapEff:\s0*$' "/proc/$process/status")" = 1 ] || fail "it has capabilities"
grep -q '^Seccomp:\s2' "/proc/$process/status" || fail "it may make any call of the system"
[ "$(stat -c '%U:%G %a' $data/earshot.sqlite)" = 'earshot:earshot 640' ] || fail "$(ls -la $data)"
sleep 10
[ "$(property NRestarts)" = 0 ] || fail "a missing microphone made the manager start it again"

# One that does not get on.
kill -STOP "$process"
has_restarted() { [ "$(property NRestarts)" = "$1" ] && [ "$(property ActiveState)" = active ]; }
until_so 60 has_restarted 1 || fail "the manager has no eye on it"
journalctl -u $unit | grep -q 'Watchdog timeout' || fail "it was started again for another reason"

# One that was killed.
kill -KILL "$(property MainPID)"
until_so 60 has_restarted 2 || fail "killed, it stays away"
systemctl stop $unit || fail "it does not stop"
[ "$(property Result)" = success ] || fail "it stops with $(property Result)"
[ ! -e /run/earshot ] || fail "/run/earshot is left"

# Sound, under all restrictions.
mkfifo /run/earshot-test
told 'ExecStart=' "ExecStart=/usr/bin/earshot listen --input - --log $data/heard.sqlite" 'StandardInput=file:/run/earshot-test'
flac --silent --decode --stdout "$recording" > /run/earshot-test &
systemctl start $unit || fail "it does not start with a pipe"
has_events() { [ "$(earshot events --log $data/heard.sqlite --format csv | wc -l)" -gt 3 ]; }
until_so 60 has_events || fail "nothing was heard"
systemctl stop $unit
# A member of the group reads the log, also while nobody keeps it.
useradd --groups earshot guest || fail "no guest"
setpriv --reuid guest --regid guest --init-groups earshot events --log $data/heard.sqlite --format csv > /run/guest.csv ||
  fail "a member of the group cannot read the log"

# From the start of the machine on, if a person says so.
systemctl enable $unit 2>/dev/null && [ "$(systemctl is-enabled $unit)" = enabled ] || fail "it cannot be enabled"
systemctl disable $unit 2>/dev/null
rm -r "/etc/systemd/system/$unit.d" "${data:?}"
userdel guest
echo passed > "$result"
