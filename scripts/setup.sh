#!/usr/bin/env bash
# Makes sure that what earshot is built from is on this machine. Installs missing Debian packages
# when it may; otherwise names them. A second call finds everything there and is done at once.
#   setup.sh            what `make run` needs
#   setup.sh tests      also what `make test` needs: a broker of MQTT, a maker of certificates, the FLAC program
#   setup.sh python     also what Training/ and Benchmarks/ need
#   setup.sh neon       also what tests the kernels for ARM: a cross compiler and an emulator
#   setup.sh static     also what a program with Swift's libraries inside it is linked with
#   setup.sh deb        also what makes a Debian package
#   setup.sh test-deb   also what tests it: a Debian of its own, and a systemd there
set -euo pipefail

packages=(pkg-config libsndfile1-dev libasound2-dev libsoxr-dev libfftw3-dev libsqlite3-dev libcairo2-dev
  libjpeg62-turbo-dev libpng-dev zlib1g-dev libssl-dev libmosquitto-dev fonts-dejavu-core)
[ "${1:-}" = tests ] && packages+=(mosquitto openssl flac)
[ "${1:-}" = python ] && packages+=(python3-venv)
[ "${1:-}" = neon ] && packages+=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user)
[ "${1:-}" = static ] && packages+=(libcurl4-openssl-dev)
[ "${1:-}" = deb ] && packages+=(dpkg-dev binutils)
[ "${1:-}" = test-deb ] && packages+=(dpkg-dev binutils debootstrap systemd-container)

if ! command -v swift >/dev/null; then
  cat >&2 <<'END'
earshot needs the Swift toolchain, version 6.2 or newer, and it is not on the PATH.
Get it for Debian 12 from https://www.swift.org/install/linux/ and run this again.
END
  exit 2
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
if [ "$(printf '6.2\n%s\n' "$version" | sort -V | head -n 1)" != 6.2 ]; then
  echo "earshot needs Swift 6.2 or newer; $(command -v swift) is ${version:-of an unknown version}." >&2
  echo "Get a newer one from https://www.swift.org/install/linux/ and run this again." >&2
  exit 2
fi

missing=()
if ! command -v dpkg-query >/dev/null; then
  # Not Debian: packages have other names there, but pkg-config knows the libraries by the same.
  for library in sndfile alsa soxr fftw3f sqlite3 cairo libjpeg libpng zlib libcrypto libmosquitto; do
    pkg-config --exists "$library" 2>/dev/null || missing+=("$library")
  done
  [ ${#missing[@]} -eq 0 ] && exit 0
  echo "earshot needs these libraries, by their names for pkg-config: ${missing[*]}" >&2
  echo "Install your system's development packages of them, and pkg-config, and run this again." >&2
  exit 2
fi
for package in "${packages[@]}"; do
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ]; then
  echo "earshot needs these Debian packages: ${missing[*]}" >&2
  echo "Run: sudo apt-get install --yes ${missing[*]}" >&2
  exit 2
fi
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install --yes -qq --no-install-recommends "${missing[@]}" >/dev/null
