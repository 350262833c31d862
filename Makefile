# earshot: `make run` hears the recordings of the repository, `make test` proves the program.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: help build run test test-slow test-neon sanitize soak test-training train bench parity fuzz docs \
        static install uninstall deb test-deb format lint clean

# Swift builds each product for one purpose: a build for tests in the same folder would make the
# next release build start over, so tests have a folder of their own.
RELEASE := .build
TESTS   := .build-test
EARSHOT := $(RELEASE)/release/earshot
# What goes to other folders and machines has Swift's libraries inside it.
PACKAGES := .build-deb
PORTABLE := $(PACKAGES)/swift/release/earshot
# Where `make install` puts it.
PREFIX     ?= /usr/local
SYSCONFDIR ?= /etc

help:
	@echo "make run            build, classify Recordings/ and print the events"
	@echo "make test           all fast tests (release build, no network once packages are here)"
	@echo "make test-slow      the long tests: kill -9 by the hundred, 24-hour files"
	@echo "make test-neon      the engine's tests on the ARM kernels, in an emulator (five minutes)"
	@echo "make sanitize       capture and the station under the sanitizers of threads and addresses (ten minutes)"
	@echo "make soak           a day of a station in 25 minutes, with every fault there is (SOAK_HOURS=24 SOAK_SEED=1)"
	@echo "make test-training  the road from weights to an int8 network (installs TensorFlow from PyPI)"
	@echo "make train          trains the shipped models anew, with all that judges them (../shared/audio; hours)"
	@echo "make bench          speed beside librosa, LiteRT, OpenVINO and ONNX Runtime; rough with BENCH_SECONDS=1"
	@echo "make parity         every tensor of every model beside LiteRT's reference kernels; some minutes"
	@echo "make fuzz           ten minutes of hostile model files (FUZZ_SECONDS=600)"
	@echo "make static         earshot with Swift's libraries inside it, for the three below"
	@echo "make install        into PREFIX (/usr/local), with its model, manual, completions and systemd unit; uninstall"
	@echo "make deb            a Debian package of this machine's architecture, in $(PACKAGES)"
	@echo "make test-deb       installs, upgrades and purges it on a Debian of its own (root, a mirror, five minutes)"
	@echo "make docs           DocC pages of every library in docs/"
	@echo "make format lint    formats the sources; checks format and shell scripts"
	@echo "make clean          removes what was built and downloaded; logs and training runs stay"

build:
	@scripts/setup.sh
	@swift build -c release --product earshot --scratch-path $(RELEASE)

run: build
	@$(EARSHOT) classify Recordings --log earshot.sqlite

test:
	@scripts/setup.sh tests
	@scripts/test.sh $(TESTS)

test-slow:
	@scripts/setup.sh tests
	@EARSHOT_SLOW=1 scripts/test.sh $(TESTS)
	@$(MAKE) --no-print-directory test-neon

test-neon:
	@scripts/setup.sh neon
	@scripts/neon.sh $(TESTS)

sanitize:
	@scripts/setup.sh
	@scripts/sanitize.sh

soak:
	@scripts/setup.sh
	@scripts/soak.sh $(RELEASE) .build-soak --hours $${SOAK_HOURS:-24} --seed $${SOAK_SEED:-1}

test-training:
	@scripts/setup.sh python
	@Training/test.sh

train: build
	@scripts/setup.sh python
	@nice Training/environment.sh python -m earshot_training ship

bench:
	@scripts/setup.sh python
	@scripts/bench.sh $(RELEASE)

parity:
	@scripts/setup.sh python
	@scripts/bench.sh $(RELEASE) parity

fuzz:
	@scripts/setup.sh
	@scripts/fuzz.sh $${FUZZ_SECONDS:-600}

static:
	@scripts/setup.sh static
	@swift build -c release --product earshot --static-swift-stdlib --scratch-path $(PACKAGES)/swift

# Builds nothing: whoever may install is root, and root may have no Swift.
install:
	@PREFIX="$(PREFIX)" SYSCONFDIR="$(SYSCONFDIR)" DESTDIR="$(DESTDIR)" scripts/install.sh install $(PORTABLE)

uninstall:
	@PREFIX="$(PREFIX)" SYSCONFDIR="$(SYSCONFDIR)" DESTDIR="$(DESTDIR)" scripts/install.sh uninstall

deb: static
	@scripts/setup.sh deb
	@scripts/deb.sh $(PORTABLE) $(PACKAGES)

test-deb: deb
	@scripts/setup.sh test-deb
	@scripts/test-deb.sh "$$(ls -t $(PACKAGES)/earshot_*.deb | head -n 1)" $(PORTABLE)

docs:
	@scripts/docs.sh

format:
	@swift format --in-place --recursive Package.swift Sources Tests Benchmarks Fuzz

lint:
	@scripts/lint.sh

clean:
	@rm -rf .build .build-* .venv* docs Benchmarks/work
