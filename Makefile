# ztriage: build, try, test, install. `make help` lists the goals.

SWIFT ?= swift
PREFIX ?= /usr/local
# A release carries its own Swift runtime, so that it runs where no toolchain is.
RELEASE_FLAGS := -c release --static-swift-stdlib -Xlinker -s
# Nobody looks up a symbol of the program by name: without their table it is smaller and starts sooner.
ifeq ($(shell uname -s),Linux)
RELEASE_FLAGS += -Xlinker --no-export-dynamic
endif
RELEASE_FOLDER = $(shell $(SWIFT) build $(RELEASE_FLAGS) --show-bin-path)
BINARY = $(RELEASE_FOLDER)/ztriage

.DEFAULT_GOAL := build
.PHONY: help deps test-deps build release demo test check fuzz lint format bench screenshots install clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 14

deps: ## install what the build needs and the machine lacks
	@scripts/install-dependencies.sh build

test-deps:
	@scripts/install-dependencies.sh test

build: deps ## a debug build
	$(SWIFT) build

release: deps ## an optimized, statically linked binary; prints where it is
	$(SWIFT) build $(RELEASE_FLAGS) --product ztriage
	@echo "$(BINARY)"

demo: release ## the dashboard on a simulated account
	@"$(BINARY)" demo

test: test-deps lint ## lint, build and run every test; OPENAPI_SPEC=FILE checks against it, too
	$(SWIFT) build --build-tests
	@scripts/test all "$(SWIFT)"
	@scripts/check-cleanup "$(SWIFT)"
	@scripts/check-contract

check: test-deps lint ## lint, build and run the quick tests
	$(SWIFT) build --build-tests
	@scripts/test quick "$(SWIFT)"

fuzz: test-deps ## a million reads of junk; FUZZ_CHUNKS and FUZZ_SEED choose others
	$(SWIFT) build --build-tests
	@seed=$${FUZZ_SEED:-$$(date +%s)}; echo "FUZZ_SEED=$$seed"; \
	FUZZ_SEED=$$seed FUZZ_CHUNKS=$${FUZZ_CHUNKS:-1000000} scripts/test chosen "$(SWIFT)" --filter Fuzz

lint: ## check the formatting
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format: ## format every source file in place
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

bench: test-deps release ## measure a release build: paint, keys, bytes, memory, store
	$(SWIFT) build $(RELEASE_FLAGS) --product Benchmarks
	@scripts/bench "$(BINARY)" "$(RELEASE_FOLDER)/Benchmarks"

screenshots: test-deps ## draw screenshots/ anew from the tests' frames
	RECORD_SCREENSHOTS=1 $(SWIFT) test --filter Screenshot

install: release ## install to PREFIX/bin (PREFIX=/usr/local)
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 0755 "$(BINARY)" "$(DESTDIR)$(PREFIX)/bin/ztriage"

clean: ## remove everything that was built
	rm -rf .build
