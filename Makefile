# The words of the house: make demo, make test, and the rest. Each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
# what was compiled is kept, also where the environment says otherwise: tests start some hundred processes
PYTEST := QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal

.PHONY: demo test quick soak run check bench bench-long package pictures words clean
demo: .venv/ready
	$(BIN)/village-desk demo --out out/demo
test: .venv/ready .venv/driven check
	$(PYTEST) tests
# what a change of a rule, a paper, a workbook or a table is tried with: under a minute on two cores
quick: .venv/ready
	$(PYTEST) tests/domain tests/documents tests/workbooks tests/store tests/test_architecture.py
soak: .venv/ready .venv/driven
	VILLAGE_SCHEDULES=$${VILLAGE_SCHEDULES:-10000} VILLAGE_FUZZ=$${VILLAGE_FUZZ:-10000} \
		$(BIN)/python -m pytest -s -o faulthandler_timeout=0 tests/workbooks/test_broken_files.py \
		tests/township/test_broken_batches.py tests/township/test_verdicts.py::test_no_batch_is_poison \
		tests/township/test_machine.py tests/services/test_village_machine.py tests/services/test_money_machine.py \
		tests/services/test_loss_machine.py tests/faults
run: .venv/ready
	$(BIN)/village-desk
check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
bench: .venv/ready .venv/driven
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.bench
bench-long: .venv/ready .venv/driven
	$(BIN)/python -m tests.bench --long county crowd
# the folder to carry to a PC without Python, built and then tried
package: .venv/ready
	$(BIN)/pyinstaller --noconfirm --log-level WARN build.spec
	$(BIN)/python -m tests.packaged dist/village-desk
pictures: .venv/ready
	VILLAGE_PICTURES=resources/help QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/stories/test_pictures.py
# the words of the command lines, after a change of their catalogue
words: .venv/ready
	$(BIN)/pybabel compile --directory sync/words --domain click
clean:
	rm -rf .venv .boot out build dist

.venv/ready: pyproject.toml constraints.txt .ci/setup
	PYTHON=$(PYTHON) bash .ci/setup
	touch $@

.venv/driven: .ci/setup | .venv/ready
	bash .ci/setup tests
	touch $@
