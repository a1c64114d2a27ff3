# `make demo` shows the program, `make test` tests it. The first build takes minutes, later ones seconds.
SHELL := /bin/sh
PREFIX ?= /usr/local
DESTDIR ?=
SYSCONFDIR ?= /etc
# Outside the clone, so that a new clone need not build the dependencies again.
SCRATCH := $(or $(GATEHOUSE_SCRATCH),$(HOME)/.cache/gatehouse/build)
SWIFT_BUILD := swift build --scratch-path "$(SCRATCH)" --explicit-target-dependency-import-check error
DEBUG := $(SCRATCH)/debug
RELEASE := $(SCRATCH)/release

.PHONY: help prerequisites build demo test api-test check format lint bench release completions install

help:
	@echo "make demo      build and watch sign-ups being decided (without a terminal: a report)"
	@echo "make test      build and run all tests"
	@echo "make api-test  check the control protocol with openapi-spec-validator and schemathesis"
	@echo "make check     format, nothing that ends the process, warnings as errors, import rules, tests"
	@echo "make bench     release build, measured against other servers"
	@echo "make install   release build into PREFIX=$(PREFIX) (DESTDIR is honoured)"
	@echo "make format    rewrite the sources in the house format"

prerequisites:
	@./scripts/prerequisites

build: prerequisites
	@./scripts/announce "$(SCRATCH)/debug" "5 minutes"
	$(SWIFT_BUILD)

demo: build
	"$(DEBUG)/gatehouse" demo

# In four runs, so that tests with time limits (the daemon's doors, connectors, real programs) do not have to wait for
# tests that use every processor.
test: prerequisites
	@./scripts/announce "$(SCRATCH)/debug" "7 minutes"
	$(SWIFT_BUILD) --build-tests
	swift test --scratch-path "$(SCRATCH)" --skip-build --skip 'SystemTests|UserFlowsTests|OutboundHTTPTests|GatehouseDaemonTests'
	swift test --scratch-path "$(SCRATCH)" --skip-build --filter GatehouseDaemonTests
	swift test --scratch-path "$(SCRATCH)" --skip-build --filter 'UserFlowsTests|OutboundHTTPTests'
	swift test --scratch-path "$(SCRATCH)" --skip-build --filter SystemTests

# The control protocol against tools made by others; needs python3 with venv, and PyPI for the first run.
api-test: build
	@./scripts/api-test "$(DEBUG)"

check: lint test

lint:
	@./scripts/lint
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

release: prerequisites
	@./scripts/announce "$(SCRATCH)/release" "6 minutes"
	$(SWIFT_BUILD) -c release --product gatehoused
	$(SWIFT_BUILD) -c release --product gatehouse

bench: release
	@./scripts/prerequisites bench
	$(SWIFT_BUILD) -c release --product gatehouse-benchmarks
	@./scripts/bench "$(RELEASE)"

install: release
	./scripts/install "$(RELEASE)" "$(DESTDIR)" "$(PREFIX)" "$(SYSCONFDIR)"
