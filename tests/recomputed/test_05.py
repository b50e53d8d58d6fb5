"""Headline values of notebook 05, derived a second time from the tables with the csv module alone."""

import csv
import json
from math import comb, exp, log, log1p
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def value(name: str) -> float:
    record = json.loads((ROOT / "reports" / "values" / "05.json").read_text(encoding="utf-8"))
    return float(record["values"][name]["value"])


def ends(name: str) -> tuple[float, float]:
    record = json.loads((ROOT / "reports" / "values" / "05.json").read_text(encoding="utf-8"))
    return float(record["values"][name]["low"]), float(record["values"][name]["high"])


def suspicion(kind: str) -> list[tuple[float, float]]:
    """Rate of suspicion in percent and number of samples, of the published or the internal sets."""
    return [
        (float(row["value"]), float(row["n"]))
        for row in rows("eval_awareness")
        if (row["metric"], row["printed_in"], row["set_access"]) == ("suspicion_of_testing_rate", "Table 24", kind)
    ]


def printed_contrasts() -> list[dict[str, str]]:
    return [row for row in rows("behaviour_shift") if row["printed_in"] == "Table 25"]


def test_labs_are_counted_once_and_so_are_the_cases_that_were_seen_to_be_real() -> None:
    incident = rows("incident")
    assert value("labs_count") == len({row["lab"] for row in incident} - {""}) == 4
    real = [row["stopped"] for row in incident if (row["lab"], row["noticed_real"]) == ("Anthropic", "yes")]
    assert (value("noticed_count"), value("stopped_count")) == (len(real), real.count("yes"))


def test_rates_in_real_use_and_in_tests_are_those_of_one_monitor() -> None:
    spoken = [
        row
        for row in rows("eval_awareness")
        if (row["source_id"], row["metric"]) == ("openai_depsim", "verbalised_evaluation_awareness_rate")
    ]
    (real,) = [float(row["value"]) for row in spoken if row["use"] == "real"]
    assert value("traffic_rate") == real
    assert value("tests_highest") == max(float(row["value"]) for row in spoken if not row["use"])


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


def test_the_evaluations_with_a_difference_are_those_that_meta_counts_and_that_survive() -> None:
    (row,) = [row for row in rows("behaviour_shift") if row["metric"] == "evaluations_with_significant_difference"]
    assert value("announced_count") == float(row["value_aware"]) == value("significant") == 3
    assert value("announced_of") == float(row["n_total"])


def chance_to_notice(aware: int, unaware: int, bad: float) -> float:
    """Chance that Fisher's test, at half the error each side, notices that no aware answer is bad."""
    needed = next(
        k for k in range(1, unaware + 1) if 40 * comb(unaware, k) <= comb(aware + unaware, k)
    )  # C(unaware, k) / C(all, k): the chance that none of k bad answers falls among the aware
    logs = (log(comb(unaware, k)) + k * log(bad) + (unaware - k) * log1p(-bad) for k in range(needed))
    return 1 - sum(map(exp, logs))


def test_blind_comparisons_within_the_rounding_of_the_printed_rates() -> None:
    good = {"correct_abstention", "instruction_hierarchy_score", "intent_accuracy", "addresses_underlying_intent_rate"}
    nulls = sorted(printed_contrasts(), key=lambda row: float(row["p_value"].lstrip("<")))[3:]
    assert value("null_count") == len(nulls)
    counts = []
    for shift in (-0.005, 0.0, 0.005):
        blind = 0
        for row in nulls:
            rate, aware, total = float(row["value_unaware"]), int(row["n_aware"]), int(row["n_total"])
            bad = 1 - rate if row["metric"] in good else rate
            blind += not bad or chance_to_notice(aware, total - aware, bad + shift) < 0.8
        counts.append(blind)
    assert ends("blind_count") == (min(counts), max(counts))


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
    assert value("deception_aware") == float(row["value_aware"])
    rounded = [(total - aware) * (float(row["value_unaware"]) + shift) / total for shift in (-0.005, 0.005)]
    assert ends("deception_low") == pytest.approx(rounded, rel=1e-9)
    assert value("deception_missed") == pytest.approx(measured + aware / total / 0.8, rel=1e-3)
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
