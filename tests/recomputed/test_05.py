"""Headline values of notebook 05, derived a second time from the tables with the csv module alone."""

import csv
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def value(name: str) -> float:
    record = json.loads((ROOT / "reports" / "values" / "05.json").read_text(encoding="utf-8"))
    return float(record["values"][name]["value"])


def suspicion(kind: str) -> list[tuple[float, float]]:
    """Rate of suspicion in percent and number of samples, of the published or the internal sets."""
    return [
        (float(row["value"]), float(row["n"]))
        for row in rows("eval_awareness")
        if (row["metric"], row["printed_in"], row["set_access"]) == ("suspicion_of_testing_rate", "Table 24", kind)
    ]


def printed_contrasts() -> list[dict[str, str]]:
    return [row for row in rows("behaviour_shift") if row["printed_in"] == "Table 25"]


def test_mean_suspicion_counts_each_set_once_and_the_pooled_rate_each_answer() -> None:
    published, internal = suspicion("public"), suspicion("internal")
    assert (len(published), len(internal)) == (6, 3)
    assert value("suspicion_published") == pytest.approx(sum(rate for rate, _ in published) / 6, rel=1e-9)
    assert value("suspicion_unpublished") == pytest.approx(sum(rate for rate, _ in internal) / 3, rel=1e-9)
    pooled = sum(rate * n for rate, n in published) / sum(n for _, n in published)
    assert value("suspicion_pooled") == pytest.approx(pooled, rel=1e-9)


def test_three_differences_survive_holm_step_by_step() -> None:
    ordered = sorted(float(row["p_value"].lstrip("<")) for row in printed_contrasts())
    survivors = 0
    for p in ordered:
        if p > 0.05 / (len(ordered) - survivors):
            break
        survivors += 1
    assert value("contrasts_count") == len(ordered)
    assert value("significant") == survivors


def test_bounds_on_deception_add_the_answers_whose_outcome_awareness_may_have_changed() -> None:
    (row,) = [row for row in printed_contrasts() if row["setting"] == "DeceptionBench"]
    aware, total = int(row["n_aware"]), int(row["n_total"])
    bad_unaware = (total - aware) * float(row["value_unaware"]) / total
    measured = bad_unaware + aware * float(row["value_aware"]) / total
    share = {
        row["metric"]: float(row["value"]) / 100
        for row in rows("eval_awareness")
        if row["eval_set"] == "DeceptionBench" and row["model"] == "Muse Spark"
    }
    assert value("deception_measured") == pytest.approx(measured, rel=1e-9)
    assert value("deception_unaware") == float(row["value_unaware"])
    assert value("deception_low") == pytest.approx(bad_unaware, rel=1e-9)
    assert value("deception_suspicion") == pytest.approx(bad_unaware + aware / total, rel=1e-9)
    for name, metric in {
        "deception_driver": "awareness_primary_driver_rate",
        "deception_influenced": "awareness_influenced_behaviour_rate",
    }.items():
        assert value(name) == pytest.approx(measured + share[metric], rel=1e-9)


def test_unspoken_awareness_over_spoken() -> None:
    turns = {row["metric"]: float(row["value"]) for row in rows("eval_awareness") if row["metric"].startswith("turns_")}
    said = turns["turns_verbalised_only"] + turns["turns_verbalised_and_internal"]
    assert value("unspoken_ratio") == pytest.approx((said + turns["turns_unverbalised_awareness"]) / said, rel=1e-9)
