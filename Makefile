# Thi đua. `make` hoặc `make help` liệt kê các lệnh.

PYTHON_BIN := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help demo test quick bench lint format lock install stop

help: ## Liệt kê các lệnh
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile
	@echo '  make demo ONCE=1   như demo, kiểm tra các PDF, in bảng kết quả rồi kết thúc'

install: .venv/installed ## Tạo .venv và cài các gói trong requirements.lock

.venv/installed: requirements.lock config/bootstrap.sh
	@sh config/bootstrap.sh

demo: .venv/installed ## Chạy trang trình diễn với năm phong trào; dừng bằng Ctrl-C
	@$(PYTHON_BIN) -m config.system demo
	@exec $(PYTHON_BIN) -m config.demo $(if $(ONCE),--once)

test: .venv/installed ## Mọi kiểm tra: lint, migration, toàn bộ test
	@$(PYTHON_BIN) -m config.system test
	@$(MAKE) --no-print-directory lint
	$(PYTHON_BIN) manage.py makemigrations --check --dry-run
	$(PYTHON_BIN) -m pytest -n 3 --dist loadscope $(ARGS)

quick: .venv/installed ## Chỉ các test nhanh; thêm ARGS=tests/… để chọn
	$(PYTHON_BIN) -m pytest -m "not slow" $(ARGS)

bench: .venv/installed ## Đo hiệu năng, in các tỉ lệ
	@$(PYTHON_BIN) -m config.system demo
	$(PYTHON_BIN) -m tests.bench $(ARGS)

lint: .venv/installed ## ruff, mypy và quy tắc phụ thuộc giữa các phần
	$(PYTHON_BIN) -m ruff check .
	$(PYTHON_BIN) -m ruff format --check .
	DATABASE_URL=postgresql:///lint REDIS_URL=redis://localhost/0 $(PYTHON_BIN) -m mypy
	$(PYTHON_BIN) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

format: .venv/installed ## Định dạng lại mã nguồn
	$(PYTHON_BIN) -m ruff check --fix .
	$(PYTHON_BIN) -m ruff format .

lock: ## Ghi lại requirements.lock và requirements-prod.lock theo pyproject.toml
	uv pip compile pyproject.toml --group dev --generate-hashes --universal --python-version 3.12 --no-emit-index-url --custom-compile-command 'make lock' -q -o requirements.lock
	uv pip compile pyproject.toml --constraint requirements.lock --generate-hashes --universal --python-version 3.12 --no-emit-index-url --custom-compile-command 'make lock' -q -o requirements-prod.lock

stop: ## Dừng trang trình diễn và các dịch vụ đi kèm (PostgreSQL, Valkey)
	@if [ -x $(PYTHON_BIN) ]; then $(PYTHON_BIN) -m config.demo --stop; fi
