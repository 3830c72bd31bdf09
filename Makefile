# Two commands on a fresh machine: a clone, and `make run`. Everything else is made from the lock files.
# Any Python from 3.8 on starts it; the two that the environments need are found (or fetched) by `ops`.
PYTHON ?= $(shell for p in python3 python3.12 python3.11 python3.13 python3.10 python /usr/bin/python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 && { echo $$p; break; }; done)

ifeq ($(strip $(PYTHON)),)
OPS = @echo "No Python 3.8 or later was found: install one (on Debian and Ubuntu: apt-get install python3 python3-venv) and try again." >&2; exit 1; :
else
OPS = @$(PYTHON) -m ops
endif

# Ports and the like can be given behind the target: make run CHIARO_WEB_PORT=8001
export CHIARO_WEB_PORT CHIARO_RASA_PORT CHIARO_ACTIONS_PORT CHIARO_HOST CHIARO_DATABASE_URL CHIARO_START_SECONDS DATA

.DEFAULT_GOAL := help
.PHONY: help setup run shell test stories check train bench bench-understanding lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## +/  make \1\t/' | expand -t 28

run:  ## set up what is missing, start Chiaro, and say where it is (Ctrl-C stops it)
	$(OPS) run

shell:  ## a conversation in the terminal
	$(OPS) shell

test:  ## every test, with its own set-up
	$(OPS) test

stories:  ## conversations with the real model and actions (STORIES=tests/conversations/small_talk for some)
	@.venv/bin/python -m conversation_tests $(STORIES)

check:  ## style, types, import rules, Rasa's data, the company's policies
	$(OPS) check

train:  ## train a model, unless one fits the present data
	$(OPS) train

setup:  ## only make both environments, with the tools for tests and checks
	$(OPS) setup

bench:  ## list the benchmarks
	$(OPS) bench

bench-understanding:  ## intents on public data, beside stock Rasa (SETS="--set xsid" for one)
	@.venv/bin/python -m benchmarks.understanding $(SETS)

lock:  ## write the lock files anew from the wanted packages
	$(OPS) lock

clean:  ## remove models, environments, caches and logs (make clean DATA=1: the databases too)
	$(OPS) clean
