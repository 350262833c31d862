#!/usr/bin/env bash
# Makes the Debian package of this machine's architecture: OUTPUT/earshot_VERSION_ARCHITECTURE.deb.
#   deb.sh EARSHOT OUTPUT       the program, built with Swift's libraries inside it (make static)
# Environment: REVISION (1), the package's number for one version of the program; SOURCE_DATE_EPOCH, the
# time of its files, that of the last commit without; DEBFULLNAME and DEBEMAIL, its maintainer, the
# author of that commit without. The same sources and tools give the same bytes.
set -euo pipefail
earshot=$(realpath "${1:?the built program}")
mkdir -p "${2:?a folder}"
output=$(realpath "$2")
cd "$(dirname "$0")/.."

missing=()
for tool in dpkg-deb dpkg-shlibdeps strip gzip readelf; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "A package needs ${missing[*]}. Run: sudo apt-get install --yes dpkg-dev binutils" >&2
  exit 2
fi

if git rev-parse --verify -q HEAD >/dev/null 2>&1; then
  author=$(git log -1 --format='%an <%ae>')
  SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
else
  author='earshot <root@localhost>'
  SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(stat -c %Y CHANGELOG.md)}
fi
export SOURCE_DATE_EPOCH
maintainer=$author
[ -n "${DEBEMAIL:-}" ] && maintainer="${DEBFULLNAME:-earshot} <$DEBEMAIL>"
# The program's own word: Sources/earshot/Earshot.swift has it.
version=$("$earshot" --version)-${REVISION:-1}
architecture=$(dpkg --print-architecture)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
umask 022
tree=$work/tree
mkdir -p "$tree/DEBIAN"
DESTDIR=$tree PREFIX=/usr COMPLETIONS=debian scripts/install.sh install "$earshot"
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$tree/usr/bin/earshot"

# A package for machines without Swift.
foreign=$(readelf -d "$tree/usr/bin/earshot" |
  sed -n 's/.*(NEEDED).*\[\(lib\(swift\|_\?Foundation\|dispatch\|BlocksRuntime\).*\)\].*/\1/p')
if [ -n "$foreign" ]; then
  echo "$earshot needs ${foreign//$'\n'/, }, which no Debian package has: give what \`make static\` built." >&2
  exit 1
fi

install -D -m 644 Packaging/debian/lintian-overrides "$tree/usr/share/lintian/overrides/earshot"
documents=$tree/usr/share/doc/earshot
cp Packaging/debian/copyright "$documents/copyright"
for model in "$tree"/usr/share/earshot/Models/*; do
  name=$(basename "$model")
  attribution=$(sed -n 's/^ *"attribution": "\(.*\)",\{0,1\}$/\1/p' "$model/bundle.json")
  [ -n "$attribution" ] || { echo "$model/bundle.json: no attribution was found." >&2; exit 1; }
  grep -q "@$name@" "$documents/copyright" || { echo "Packaging/debian/copyright: nothing of $name." >&2; exit 1; }
  awk -v mark="@$name@" -v text="$attribution" \
    '{ i = index($0, mark); if (i) $0 = substr($0, 1, i - 1) text; print }' \
    "$documents/copyright" > "$documents/copyright.new"
  mv "$documents/copyright.new" "$documents/copyright"
done
! grep '@earshot-' "$documents/copyright" >&2 || { echo "Packaging/debian/copyright: a model that is not here." >&2; exit 1; }
gzip -9n < CHANGELOG.md > "$documents/changelog.gz"
gzip -9n > "$documents/changelog.Debian.gz" <<END
earshot ($version) unstable; urgency=medium

  * Made of the sources of ${version%-*}; changelog.gz tells what is new.

 -- $maintainer  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")
END

# What of Debian's libraries it is linked with.
mkdir -p "$work/shlibs/debian"
printf 'Source: earshot\n\nPackage: earshot\nArchitecture: any\n' > "$work/shlibs/debian/control"
libraries=$(cd "$work/shlibs" && dpkg-shlibdeps -O "$tree/usr/bin/earshot" 2>"$work/shlibs/said") ||
  { cat "$work/shlibs/said" >&2; exit 1; }
libraries=${libraries#shlibs:Depends=}

find "$tree/etc" -type f -printf '/etc/%P\n' | LC_ALL=C sort > "$tree/DEBIAN/conffiles"
(cd "$tree" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) > "$tree/DEBIAN/md5sums"
size=$(du -sk --apparent-size --exclude=DEBIAN "$tree" | cut -f 1)
sed -e '/^#/d' -e "s|@VERSION@|$version|" -e "s|@ARCHITECTURE@|$architecture|" \
  -e "s|@MAINTAINER@|$maintainer|" -e "s|@SIZE@|$size|" -e "s/@LIBRARIES@/$libraries/" \
  Packaging/debian/control > "$tree/DEBIAN/control"
for script in postinst prerm postrm; do
  install -m 755 "Packaging/debian/$script" "$tree/DEBIAN/$script"
done

package=$output/earshot_${version}_$architecture.deb
dpkg-deb --root-owner-group -Z"${COMPRESSION:-xz}" --build "$tree" "$package" >/dev/null
echo "$package: $(stat -c %s "$package" | numfmt --to=si)B, $(stat -c %s "$tree/usr/bin/earshot" | numfmt --to=si)B of it the program when unpacked"
