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
    for known in (contract._package, contract._record, contract._validated, contract.parse, paths._hash):
        known.cache_clear()


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


def test_an_edited_table_is_noticed_within_one_process(project, monkeypatch):
    table = project / "data/guidance.csv"
    sound = table.read_text()
    contract.ensure("guidance")
    table.write_text(sound.replace(",115,", ",42%,"))
    with pytest.raises(DataError, match="42%"):
        contract.ensure("guidance")
    table.write_text(sound)
    monkeypatch.setattr(contract, "validate", lambda name: pytest.fail("validated again"))
    contract.ensure("guidance")


def test_what_is_broken_is_listed_by_table_and_the_others_are_remembered(project, monkeypatch):
    table = project / "data/guidance.csv"
    table.write_text(table.read_text().replace(",115,", ",42%,").replace(",125,", ",43%,"))
    found = contract.broken(contract.names(), remember=True)
    assert {name: len(errors) for name, errors in found.items()} == {"guidance": 2}
    forget()
    looked = []
    monkeypatch.setattr(contract, "validate", lambda name: looked.append(name) or [])
    assert contract.broken(contract.names()) == {}
    assert looked == ["guidance"]


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
