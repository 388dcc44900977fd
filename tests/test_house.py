"""The house rules hold, and the tools that guard them would notice if they did not."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = (ROOT / "pyproject.toml").read_text()
CONTRACTS = tomllib.loads(PROJECT)["tool"]["importlinter"]["contracts"]
PACKAGES = ("config", "units", "campaigns", "awards", "reports")

# One forbidden import for every contract: (contract, module that breaks it, its line).
BREACHES = [
    (
        "Apps: reports → awards → campaigns → units",
        "units/breach.py",
        "import campaigns.models",
    ),
    ("Nothing imports config", "campaigns/breach.py", "from config import env"),
    (
        "Inside an app: urls → views → forms → actions → tasks → permissions → models",
        "campaigns/permissions.py",
        "from campaigns import actions",
    ),
    (
        "A plan as a value: reading → twin → content → outline",
        "campaigns/outline.py",
        "from campaigns import content",
    ),
    (
        "Reading and values know no database",
        "campaigns/content.py",
        "from django.db import models",
    ),
    (
        "Only actions and the signing pipeline write records",
        "campaigns/breach.py",
        "from units.workflow import amend",
    ),
    (
        "Signing libraries and the paper engine stay in reports",
        "campaigns/breach.py",
        "import pyhanko.sign",
    ),
]


def _lint(directory):
    program = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports;"
    return subprocess.run(
        [sys.executable, "-c", f"{program} sys.exit(lint_imports(no_cache=True))"],
        cwd=directory,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def house(tmp_path):
    """A copy of the source, free to be broken."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=lambda _, names: [
                name for name in names if "." in name and not name.endswith(".py")
            ],
        )
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    return tmp_path


def test_every_contract_has_its_breach():
    assert [name for name, _, _ in BREACHES] == [
        contract["name"] for contract in CONTRACTS
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "module", "line"), BREACHES)
def test_a_breach_is_noticed(house, contract, module, line):
    with (house / module).open("a") as file:
        file.write(f"\n{line}\n")

    answer = _lint(house)

    assert answer.returncode == 1, answer.stdout + answer.stderr
    broken = re.findall(r"^(.*) BROKEN(?: \(.*\))?$", answer.stdout, re.MULTILINE)
    assert contract in broken


@pytest.mark.slow
def test_the_house_as_it_stands_is_whole(house):
    answer = _lint(house)

    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("from config.settings import DEBUG\nprint(DEBUG)\n", "TID251"),
        (
            "from django.db.models.signals import post_save\nprint(post_save)\n",
            "TID251",
        ),
        ("import weasyprint\nprint(weasyprint)\n", "TID253"),
        ("from pyhanko.sign import signers\nprint(signers)\n", "TID253"),
        ("def late():\n    import json\n\n    return json\n", "PLC0415"),
    ],
)
def test_a_banned_import_is_noticed(code, rule):
    command = [sys.executable, "-m", "ruff", "check", "--ignore=I001"]
    command += ["--output-format=concise", "--stdin-filename=campaigns/breach.py", "-"]
    answer = subprocess.run(
        command,
        cwd=ROOT,
        input=code,
        capture_output=True,
        text=True,
    )

    assert re.findall(r"breach\.py:\d+:\d+: (\w+)", answer.stdout) == [rule]


def test_every_dependency_says_what_it_is_for():
    listed = re.findall(r'^  "[a-z][^"]*>=[^"]*",(.*)$', PROJECT, re.MULTILINE)
    project = tomllib.loads(PROJECT)

    assert len(listed) == len(project["project"]["dependencies"]) + len(
        project["dependency-groups"]["dev"]
    )
    assert all(re.match(r" +# \S.{3,}", comment) for comment in listed)


def _sources():
    for package in PACKAGES:
        yield from (ROOT / package).rglob("*.py")


def test_every_noqa_gives_its_reason():
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _sources()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if (found := re.search(r"# noqa(.*)$", line))
        and not re.match(r": [A-Z]+\d+(, ?[A-Z]+\d+)* +\S", found[1])
    ]

    assert bare == []


def test_records_are_saved_field_by_field():
    """A whole-row save undoes what somebody else changed meanwhile."""
    loose = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in _sources()
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "save"
        and not node.args
        and not {"update_fields", "force_insert", "save"}
        & {keyword.arg for keyword in node.keywords}
    ]

    assert loose == []


def test_no_part_is_too_long_to_read():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in _sources()
        if "migrations" not in path.parts
    }

    assert {path: count for path, count in lengths.items() if count > 500} == {}


def test_migrations_have_names():
    automatic = [
        path.name
        for package in PACKAGES
        for path in (ROOT / package).glob("migrations/[0-9]*.py")
        if "_auto_" in path.name
    ]

    assert automatic == []
