"""Everything in the register leaves it for a spreadsheet or a machine."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable

from typeset.model.register import CopyTerms
from typeset.register import Register
from typeset.register.chain import row_hash


def test_the_table_has_a_line_a_copy(filled: Register, make_terms: Callable[..., CopyTerms]) -> None:
    filled.rectify("SCO-2018/1", 1, "опечатка, стр. 3", dt.date(2018, 6, 1))
    filled.allot("SCO-2018/1", [make_terms("IN", replaces=1)])
    lines = list(csv.DictReader(io.StringIO(filled.export_csv())))
    assert [(line["number"], line["state"], line["recipient"]) for line in lines] == [
        ("1", "faulty", "IN"),
        ("2", "issued", "KZ"),
        ("3", "issued", "CN"),
        ("4", "pending", "IN"),
    ]
    assert (lines[0]["reason"], lines[0]["replaced_by"]) == ("опечатка, стр. 3", "4")
    assert (lines[1]["officer_name"], lines[1]["due"]) == ("И. И. Иванов", "2018-06-06")
    assert (lines[3]["sha256"], lines[3]["replaces"]) == ("", "1")


def test_a_stranger_computes_the_chain_from_the_export(filled: Register) -> None:
    exported = json.loads(filled.export_json())
    previous = "0" * 64
    for entry in exported["entries"]:
        payload = json.dumps(entry["payload"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert entry["previous"] == previous
        previous = entry["hash"]
        assert row_hash(entry["sequence"], entry["kind"], payload, entry["previous"]) == previous
    assert exported["head"] == f"7:{previous}" == str(filled.head())
    assert exported["originals"][0]["titles"]["zh"] == "议定书"
    assert len(exported["copies"]) == 3


def test_an_empty_register_has_a_line_of_names(register: Register) -> None:
    assert register.export_csv().startswith("identifier,number,state,")
    assert json.loads(register.export_json())["head"] == "0:" + "0" * 64
