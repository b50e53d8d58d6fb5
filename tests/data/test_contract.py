"""The contract is read once and remembered by content; a broken memory only costs time."""

import json

import pytest
import yaml

from afterllama import paths
from afterllama.data import contract
from afterllama.errors import DataError

BROKEN = {
    "cut short": '{"guidance": "',
    "a list": '["guidance"]',
    "other values": '{"guidance": [1]}',
    "no text": "\x00",
}


@pytest.fixture
def remembered(project):
    """The small project after a build has found a table valid."""
    contract.ensure("guidance", remember=True)
    return project / ".afterllama"


def forget():
    """Be another process."""
    contract._package.cache_clear()
    contract.parse.cache_clear()


def test_a_later_process_neither_validates_nor_parses_what_a_build_has_remembered(remembered, monkeypatch):
    parsed = contract.descriptor()
    forget()
    monkeypatch.setattr(contract, "validate", lambda name: pytest.fail("validated again"))
    monkeypatch.setattr(contract, "parse", lambda text: pytest.fail("parsed again"))
    contract.ensure("guidance")
    assert contract.descriptor() == parsed


def test_a_changed_contract_is_parsed_and_validated_anew(remembered):
    path = paths.data() / contract.DESCRIPTOR
    path.write_text(path.read_text().replace("{name: low, type: number}", "{name: low, type: boolean}"))
    with pytest.raises(DataError, match="column low"):
        contract.ensure("guidance")


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("name", ["valid.json", "contract.json"])
def test_a_broken_memory_counts_as_none_and_is_mended(remembered, name, case):
    (remembered / name).write_text(BROKEN[case])
    (remembered / "valid.json").write_text(BROKEN[case])
    forget()
    contract.ensure("guidance", remember=True)
    assert json.loads((remembered / "valid.json").read_text()) == {"guidance": contract.fingerprint("guidance")}
    assert json.loads((remembered / "contract.json").read_text()) == {
        paths.file_hash(paths.data() / contract.DESCRIPTOR): contract.descriptor()
    }


def test_only_a_build_writes(project):
    contract.ensure("guidance")
    assert not (project / ".afterllama").exists()


def test_the_quick_loader_reads_what_the_plain_one_reads(project):
    text = (project / "data" / contract.DESCRIPTOR).read_text()
    assert contract.parse(text) == yaml.safe_load(text)


def test_a_day_in_the_contract_stays_text():
    assert contract.parse("created: 2026-11-24") == {"created": "2026-11-24"}
