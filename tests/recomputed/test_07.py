"""Values of notebook 07 derived a second time: from the CSV files alone, without pandas and without afterllama."""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[2]
VALUES = ROOT / "reports" / "values" / "07.json"
INPUT, OUTPUT = 142.8, 3.84  # the default tasks, million tokens a day of Llama 3.3 70B: one run of the index
DAYS, HOURS = 365 / 12, 730.0
LOAD, PEAK, POSTS, PAY = 0.6, 2.5, 0.5, 400_000 / 2
OVERHEAD = 100 / 70


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def shown() -> dict:
    return json.loads(VALUES.read_text(encoding="utf-8"))["values"]


def exactly(number: float):
    return pytest.approx(number, rel=1e-9)


def about(number: float) -> float:
    """Bills are shown in three significant digits."""
    return float(f"{number:.3g}")


def run(name: str, effort: str, version: str = "v4.0") -> dict[str, float]:
    """Cost, score and tokens of one setting."""
    (row,) = (
        row
        for row in rows("model_run_cost")
        if (row["price_name"], row["effort"], row["index_version"], row["withdrawn"])
        == (name, effort, version, "false")
    )
    return {
        "cost": float(row["cost_to_run_index"]),
        "points": float(row["index_points"]),
        "in": float(row["input_tokens_million"]),
        "out": float(row["reasoning_tokens_million"]) + float(row["answer_tokens_million"]),
        "ask": float(row["median_input_price"]),
        "asks": float(row["median_output_price"]),
        "input": float(row["input_cost"] or "nan"),
    }


def asks(name: str) -> list[tuple[float, float]]:
    """Prices of input and output of each seller, the latest since April 2026."""
    latest: dict[str, dict[str, str]] = {}
    for row in rows("api_prices"):
        if row["model"] != name or row["as_of"] < "2026-04" or row["confidence"] == "low":
            continue
        seller = row["provider"]
        if seller != "openrouter" and (seller not in latest or row["as_of"] >= latest[seller]["as_of"]):
            latest[seller] = row
    return [(float(row["input_price"]), float(row["output_price"])) for row in latest.values()]


def peaks() -> list[tuple[str, str, str, float, float, int]]:
    """Model, GPU, source, prompt over answer, rate, GPUs of each short-prompt row of NVIDIA."""
    return [
        (row["model"], row["gpu"], row["source_id"], float(row["input_len"]) / float(row["output_len"]),
         float(row["output_tokens_per_s_per_gpu"]), int(row["n_gpus"]))
        for row in rows("serving_throughput")
        if row["source_id"] in ("trtllm_v10", "trtllm_later")
        and row["gpu"] in ("H100", "H200", "B200")
        and float(row["input_len"]) <= 5000
    ]  # fmt: skip


def prompt_weight(model: str) -> float:
    """Median over GPUs of slope over start, by the normal equations of a line with relative errors."""
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for name, gpu, source, ratio, rate, _ in peaks():
        if name == model and source == "trtllm_v10":
            groups[gpu].append((rate, rate * ratio))
    weights = []
    for points in groups.values():
        if len(points) >= 5:
            aa, ab, bb = (sum(p[i] * p[j] for p in points) for i, j in ((0, 0), (0, 1), (1, 1)))
            a, b = sum(p[0] for p in points), sum(p[1] for p in points)
            start, slope = (a * bb - b * ab) / (aa * bb - ab * ab), (b * aa - a * ab) / (aa * bb - ab * ab)
            weights.append(slope / start)
    return median(weights)


def asking(first: str, last: str) -> list[float]:
    """The latest asking rent of an H100 on demand in a season, one per seller."""
    latest: dict[str, tuple[tuple[str, float], float]] = {}
    for row in rows("gpu_prices"):
        if row["tier"] not in ("on_demand", "secure_cloud") or row["confidence"] == "low" or not row["price"]:
            continue
        if row["card"] != "H100" or row["form"] in ("PCIe", "NVL") or not first <= row["as_of"] <= last:
            continue
        order = row["as_of"], float(row["gpus_in_instance"] or "inf")
        if row["provider"] not in latest or order >= latest[row["provider"]][0]:
            latest[row["provider"]] = order, float(row["price"])
    return [price for _, price in latest.values()]


def self_hosting(read: float, written: float, rent: float) -> tuple[float, float, float]:
    """Price of one copy a month, staff a month, and the share of one copy that the tasks fill."""
    weight = prompt_weight("Llama 3.3 70B")
    tests = [row for row in peaks() if row[0] == "Llama 3.3 70B" and row[1] == "H100"]
    rate = median(rate * (1 + weight * ratio) for *_, ratio, rate, _ in tests)
    gpus = min(row[-1] for row in tests)
    filled = (written + weight * read) * 1e6 / 86400 * PEAK / (rate * LOAD * gpus)
    return gpus * rent * HOURS * OVERHEAD, POSTS * PAY / 12, filled


def stays_cheaper_from(price: float, staff: float, filled: float, bill: float) -> float:
    """Million tokens a day from which the steps of self-hosting stay below a bill that grows with volume: by search."""
    last = 0.0
    for copies in range(1, 400):
        cost, reach = copies * price + staff, copies / filled
        # In this step the API is cheaper up to here, if the step reaches so far
        last = max(last, min(cost / bill, reach)) if cost / bill > (copies - 1) / filled else last
    return last * (INPUT + OUTPUT)


AUTUMN = ("2026-09-01", "2026-12-31")


def test_costs_and_scores_by_effort(shown: dict) -> None:
    hard, idle = run("GPT-5.4", "xhigh"), run("GPT-5.4", "none")
    assert shown["gpt_run"]["value"] == exactly(hard["cost"])
    assert shown["gpt_plain"]["value"] == exactly(idle["cost"])
    assert shown["effort_points"]["value"] == exactly(hard["points"] - idle["points"])
    assert hard["cost"] == pytest.approx(hard["in"] * hard["ask"] + hard["out"] * hard["asks"], rel=1e-3)


def test_open_models_beside_gpt_without_thinking(shown: dict) -> None:
    idle, deepseek = run("GPT-5.4", "none"), run("DeepSeek V3.2", "thinking")
    assert shown["ds_run"]["value"] == exactly(deepseek["cost"])
    assert shown["ds_lead"]["value"] == exactly(deepseek["points"] - idle["points"])
    assert shown["maverick_gap"]["value"] == exactly(idle["points"] - run("Llama 4 Maverick", "none")["points"])


def test_break_even_by_effort(shown: dict) -> None:
    price, staff, filled = self_hosting(INPUT, OUTPUT, median(asking(*AUTUMN)))
    for name, effort in (("breakeven_closed", "xhigh"), ("breakeven_plain", "none")):
        one = run("GPT-5.4", effort)
        bill = (one["in"] * one["ask"] + one["out"] * one["asks"]) * DAYS
        assert shown[name]["text"] == f"{stays_cheaper_from(price, staff, filled, bill):,.0f} million"
    hard = run("GPT-5.4", "xhigh")
    bill = (hard["in"] * hard["ask"] + hard["out"] * hard["asks"]) * DAYS * 0.12
    assert shown["volume_for_article"]["text"] == f"{stays_cheaper_from(price, staff, filled, bill):,.0f} million"
    # At no volume below the cheapest host: its bill is below the rent alone
    cheapest = min(INPUT * i + OUTPUT * o for i, o in asks("Llama 3.3 70B")) * DAYS
    assert cheapest < price * filled
    assert shown["breakeven_cheapest"]["text"] == "never"


def test_break_even_as_a_monthly_bill(shown: dict) -> None:
    price, staff, filled = self_hosting(INPUT, OUTPUT, median(asking(*AUTUMN)))
    for name, effort in (("spend_thinking", "xhigh"), ("spend_plain", "none")):
        one = run("GPT-5.4", effort)
        bill = (one["in"] * one["ask"] + one["out"] * one["asks"]) * DAYS
        spend = stays_cheaper_from(price, staff, filled, bill) / (INPUT + OUTPUT) * bill
        assert shown[name]["text"] == f"{about(spend):,.0f}"


def test_the_storys_month_and_the_sellers_word(shown: dict) -> None:
    price, staff, filled = self_hosting(INPUT, OUTPUT, median(asking(*AUTUMN)))
    own = math.ceil(filled) * price + staff
    bills = [run("GPT-5.4", effort)["cost"] * DAYS for effort in ("xhigh", "none")]
    assert shown["llama_month"]["value"] == exactly(about(own))
    assert [own / bill for bill in bills] == [pytest.approx(0.2, abs=0.02), pytest.approx(2, abs=0.1)]
    assert run("Llama 3.3 70B", "none")["points"] < run("GPT-5.4", "none")["points"]
    (price_row,) = (row for row in rows("api_prices") if row["model"] == "GPT-5.4" and row["as_of"] == "2026-04-08")
    left = float(price_row["cached_input_price"]) / float(price_row["input_price"])
    assert shown["cached_price"]["value"] == exactly(left)
    told = {row["claim"]: float(row["value"]) for row in rows("cost_claims")}
    assert shown["survey_share"]["value"] == told["Organisations that find open source AI cheaper to deploy"]
    assert shown["lenovo_most"]["value"] == told["Own servers, against a model sold by the token"]
    assert shown["article_saving"]["value"] == told["Self-hosting Llama cuts cost versus proprietary APIs"]


def test_bills_of_self_hosting_and_of_the_hosts(shown: dict) -> None:
    price, staff, filled = self_hosting(INPUT, OUTPUT, median(asking(*AUTUMN)))
    own = math.ceil(filled) * price + staff
    assert shown["self_bill"]["value"] == exactly(about(own))
    assert shown["staff_share"]["value"] == exactly(staff / own)
    bills = [(INPUT * i + OUTPUT * o) * DAYS for i, o in asks("Llama 3.3 70B")]
    assert shown["host_count"]["value"] == len(bills)
    assert shown["hosted_bill"]["low"] == exactly(about(min(bills)))
    assert shown["hosted_bill"]["high"] == exactly(about(max(bills)))


def test_rents_by_season(shown: dict) -> None:
    winter, autumn = asking("2026-01-01", "2026-03-31"), asking(*AUTUMN)
    assert shown["rent_winter"]["value"] == exactly(median(winter))
    assert shown["rent_autumn"]["value"] == exactly(median(autumn))
    series: dict[tuple[str, ...], dict[str, tuple[float, float]]] = defaultdict(dict)
    for row in rows("gpu_prices"):
        skipped = (
            row["confidence"] == "low" or row["form"] in ("PCIe", "NVL") or row["card"] not in ("H100", "H200", "B200")
        )
        if skipped or not row["price"] or not row["tier"]:
            continue
        size = float(row["gpus_in_instance"] or "inf")
        seen = series[row["provider"], row["card"], row["form"], row["tier"]]
        if row["as_of"] not in seen or size >= seen[row["as_of"]][0]:
            seen[row["as_of"]] = size, float(row["price"])
    every = [
        seen[max(seen)][1] / price - 1
        for seen in series.values()
        for day, (_, price) in seen.items()
        if day != max(seen)
    ]
    assert shown["rent_pairs"]["value"] == len(every)
    assert shown["rent_rise"]["low"] == exactly(min(every))
    assert shown["rent_rise"]["high"] == exactly(max(every))


def test_nearest_savings(shown: dict) -> None:
    claims = {row["claim"]: float(row["value"]) for row in rows("cost_claims")}
    saving = 100 * (1 - claims["Average price open models"] / claims["Average price closed models"])
    assert shown["nearest_saving"]["value"] == exactly(saving)
    assert shown["nearest_owned"]["value"] == pytest.approx(100 * (1 - 0.11 / 0.89), abs=0.05)
    assert not any(row["traced"] == "true" for row in rows("cost_claims"))


def test_cached_input_and_what_else_the_index_cost(shown: dict) -> None:
    july, idle = run("GPT-5.4", "xhigh", "v4.1"), run("GPT-5.4", "none")
    left = july["input"] / (july["in"] * july["ask"])
    assert shown["gpt_left"]["value"] == exactly(left)
    assert shown["plain_cached"]["value"] == exactly(idle["cost"] - (1 - left) * idle["input"])
    (muse,) = (row for row in rows("model_run_cost") if row["model"] == "Muse Spark")
    price = next(row for row in rows("api_prices") if row["model"] == "Muse Spark 1.1")
    written = float(muse["reasoning_tokens_million"]) + float(muse["answer_tokens_million"])
    cost = float(muse["input_tokens_million"]) * float(price["input_price"]) + written * float(price["output_price"])
    assert shown["muse_run"]["value"] == exactly(cost)
    mini, pro = run("GPT-5.4 mini", "xhigh"), run("Gemini 3.1 Pro (preview)", "thinking")
    assert shown["mini_cost"]["value"] == exactly(mini["cost"] / pro["cost"])


def test_withdrawn_run_is_kept_and_not_used(shown: dict) -> None:
    (faulty,) = (row for row in rows("model_run_cost") if row["withdrawn"] == "true")
    assert (faulty["model"], faulty["cost_to_run_index"], faulty["confidence"]) == (
        "GLM-5.1 (Reasoning)",
        "543.95",
        "low",
    )
    assert run("GLM-5.1", "thinking", "v4.1")["cost"] == 658.98
    line = f"model_run_cost:{2 + rows('model_run_cost').index(faulty)}"
    assert not any(line in value["rows"] for value in shown.values())
