# Everything here works from a fresh clone: each target sets up first what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PO := $(wildcard resources/locale/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
# What the installers are built with, beside all that they are made of.
PACKING := .installer-venv
SYSTEM := $(shell uname)
CODE := app tests tools hatch_build.py $(wildcard benchmarks)
BENCHES := $(sort $(wildcard benchmarks/bench_*.py))
# What more of the system's packages the goals ask for.
PURPOSES := $(if $(filter test,$(MAKECMDGOALS)),tests) \
	$(if $(filter test-windows installer-windows,$(MAKECMDGOALS)),windows) \
	$(if $(filter bench,$(MAKECMDGOALS)),tests bench)
WINDOWS := build/windows/python
WINDOWS_PARTS := $(wildcard $(addprefix tools/windows/,make_python.sh interpreter.txt pip.sh pins.py \
	signature.py python.* wine_*))

.DELETE_ON_ERROR:
.PHONY: help handbook setup system demo run test test-windows check-office lint format bench screenshots lock \
	licences translations installer installer-linux installer-darwin installer-windows clean

help:
	@echo "make demo          the window over a sample guest house, in a throwaway folder"
	@echo "make run           the window over your own data"
	@echo "make setup         virtual environment, dependencies, translations"
	@echo "make test          all tests"
	@echo "make test-windows  what Windows may do otherwise, with a Windows Python under Wine"
	@echo "make check-office  exported files through LibreOffice, which must be installed"
	@echo "make lint          style, types, translations"
	@echo "make format        let the formatter settle the style"
	@echo "make bench         all benchmarks; fails where a bound is missed"
	@echo "make screenshots   the pictures of README and handbook"
	@echo "make handbook      the handbooks as PDF, in dist/"
	@echo "make translations  bring the .po files up to the program's texts"
	@echo "make lock          resolve the dependencies anew, with hashes; then make licences"
	@echo "make licences      write down the licences of all parts"
	@echo "make installer     what owners install, for this system, in dist/"
	@echo "make installer-windows   the same for Windows, under Wine"
	@echo "make clean         remove what the other targets made, data excepted"

setup: system $(INSTALLED) $(MO)

# A browser is for tests alone: who only wants the window need not wait for it.
system:
	@tools/system_packages.sh "$(PYTHON)" $(strip $(PURPOSES))

# The environment is made anew only where it does not work: `system` must not cause it each time.
$(INSTALLED): requirements-dev.txt pyproject.toml hatch_build.py | system
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--no-build-isolation --editable .
	@touch $@

$(MO): $(PO) | $(INSTALLED)
	@$(BIN)/python tools/translations.py compile
	@touch $(MO)

demo: setup
	@tools/demo.sh

run: setup
	@tools/start.sh

test: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 $(PYTEST_ARGS)

# Checks of style and types are those of Linux.
$(WINDOWS)/.made: $(WINDOWS_PARTS) requirements-dev.txt | $(INSTALLED)
	tools/windows/make_python.sh $(WINDOWS) $(BIN)/python requirements-dev.txt \
		without ast-serialize librt mypy mypy-extensions ruff
	@touch $@

test-windows: setup $(WINDOWS)/.made
	tools/windows/run_tests.sh $(WINDOWS) -n 2 $(PYTEST_ARGS)

check-office: setup
	$(BIN)/python -m tools.check_office

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CODE)
	$(BIN)/python tools/translations.py check

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# All of them run, whatever the first one says.
bench: setup
	@status=0; for bench in $(BENCHES); do \
		echo "== $$bench"; $(BIN)/python $$bench || status=1; \
	done; exit $$status

screenshots: setup
	$(BIN)/python -m tools.screenshots

handbook: setup
	$(BIN)/python -m tools.handbook

translations: setup
	$(BIN)/python tools/translations.py update
	$(BIN)/python tools/translations.py compile

licences: setup
	$(BIN)/python tools/licences.py

lock:
	@tools/lock.sh "$(PYTHON)"

installer: installer-$(if $(filter Darwin,$(SYSTEM)),darwin,linux)

installer-linux: setup
	@tools/packing/system_packages.sh linux
	@tools/packing/environment.sh "$(PYTHON)" $(PACKING)
	@tools/packing/sqlite.sh linux build/sqlite/linux
	ZIMMERFREI_SQLITE=build/sqlite/linux/libsqlite3.so.0 $(PACKING)/bin/pyinstaller --noconfirm \
		--log-level WARN --workpath build/linux build_installer.spec
	$(PACKING)/bin/python -m tools.packing.linux.packages dist/Zimmerfrei \
		build/linux/build_installer/sources.txt dist

installer-darwin: setup
	@tools/packing/environment.sh "$(PYTHON)" $(PACKING)
	$(PACKING)/bin/pyinstaller --noconfirm --log-level WARN --workpath build/darwin \
		build_installer.spec
	tools/packing/darwin/image.sh dist/Zimmerfrei.app dist/Zimmerfrei.dmg

installer-windows: setup
	@tools/packing/system_packages.sh windows
	tools/packing/windows/build.sh $(BIN)/python dist/windows

clean:
	rm -rf $(VENV) $(PACKING) .lock-venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis $(MO)
	find app tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
