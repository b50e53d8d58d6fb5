"""Values of notebook 07 derived a second time: from the CSV files alone, without pandas and without afterllama."""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from pathlib import Path
from statistics import mean, median

import pytest

ROOT = Path(__file__).resolve().parents[2]
VALUES = ROOT / "reports" / "values" / "07.json"
INPUT, OUTPUT = 100.0, 20.0  # the default workload, million tokens a day
DAYS, HOURS = 365 / 12, 730.0
LOAD, PEAK, POSTS, PAY = 0.6, 2.5, 0.5, 400_000 / 2


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


def bills() -> dict[tuple[str, str], float]:
    """Monthly bill by model and seller, at the latest list price since April 2026."""
    latest: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows("api_prices"):
        if row["as_of"] < "2026-04" or row["confidence"] == "low" or row["provider"] == "openrouter":
            continue
        key = row["model"], row["provider"]
        if row["input_price"] and (key not in latest or row["as_of"] >= latest[key]["as_of"]):
            latest[key] = row
    return {
        key: (INPUT * float(row["input_price"]) + OUTPUT * float(row["output_price"])) * DAYS
        for key, row in latest.items()
    }


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


def asking() -> dict[str, list[float]]:
    """Latest asking rents on demand by GPU, one per seller."""
    latest: dict[tuple[str, str], tuple[tuple[str, float], float]] = {}
    for row in rows("gpu_prices"):
        card = row["gpu"][:4]
        if row["tier"] not in ("on_demand", "secure_cloud") or row["confidence"] == "low" or not row["price"]:
            continue
        if card not in ("H100", "H200", "B200") or "PCIe" in row["gpu"] or "NVL" in row["gpu"] or row["as_of"] < "2026":
            continue
        order = row["as_of"], float(row["gpus_in_instance"] or "inf")
        key = row["provider"], card
        if key not in latest or order >= latest[key][0]:
            latest[key] = order, float(row["price"])
    found: dict[str, list[float]] = defaultdict(list)
    for (_, card), (_, price) in latest.items():
        found[card].append(price)
    return found


def test_bill_and_saving_of_the_hosts(shown: dict) -> None:
    all_bills = bills()
    closed = all_bills["GPT-5.4", "openai"]
    hosts = [bill for (model, _), bill in all_bills.items() if model == "Llama 3.3 70B"]
    assert shown["closed_bill"]["value"] == exactly(about(closed))
    assert shown["host_count"]["value"] == len(hosts)
    assert shown["saving_hosted"]["low"] == exactly(1 - max(hosts) / closed)
    assert shown["saving_hosted"]["high"] == exactly(1 - min(hosts) / closed)


def test_bill_of_self_hosting_and_its_break_even(shown: dict) -> None:
    weight = prompt_weight("Llama 3.3 70B")
    tests = [row for row in peaks() if row[0] == "Llama 3.3 70B" and row[1] == "H100"]
    rate = median(rate * (1 + weight * ratio) for *_, ratio, rate, _ in tests)
    gpus = min(row[-1] for row in tests)
    need = (OUTPUT + weight * INPUT) * 1e6 / 86400 * PEAK
    copies = math.ceil(need / (rate * LOAD * gpus))
    price = gpus * median(asking()["H100"]) * HOURS * (1 + 100 / 70 - 1)
    bill = copies * price + POSTS * PAY / 12
    closed = bills()["GPT-5.4", "openai"]
    assert shown["self_bill"]["value"] == exactly(about(bill))
    assert shown["saving_self"]["value"] == exactly(1 - bill / closed)
    # One copy is enough at break-even, so that the bill stands still there.
    assert copies == 1
    assert shown["breakeven_closed"]["value"] == exactly(bill / closed * (INPUT + OUTPUT))


def test_share_of_combinations(shown: dict) -> None:
    weight = prompt_weight("Llama 3.3 70B")
    need = (OUTPUT + weight * INPUT) * 1e6 * DAYS
    rents = asking()
    bare = [
        need / (rate * (1 + weight * ratio) * 3600) * price / (LOAD / PEAK)
        for model, gpu, _, ratio, rate, _ in peaks()
        if model == "Llama 3.3 70B"
        for price in rents[gpu]
    ]
    hosts = [bill for (model, _), bill in bills().items() if model == "Llama 3.3 70B"]
    assert shown["share_hosts"]["value"] == exactly(mean(mean(one < bill for one in bare) for bill in hosts))
    assert shown["share_dearest_load"]["value"] == exactly(mean(one < max(hosts) for one in bare))


def test_nearest_saving_and_rise_of_rents(shown: dict) -> None:
    prices = {row["claim"]: float(row["value"]) for row in rows("cost_claims")}
    saving = 100 * (1 - prices["Average price open models"] / prices["Average price closed models"])
    assert shown["nearest_saving"]["value"] == exactly(saving)
    pairs: dict[tuple[str, str, str], dict[str, float]] = defaultdict(dict)
    for row in rows("gpu_prices"):
        kept = row["source_id"] in ("skypilot_nebius", "nebius_prices", "lambda_prices")
        kept = kept or (row["provider"] == "Lambda" and row["gpus_in_instance"] == "8")
        if (kept or row["provider"] == "SemiAnalysis H100 index") and row["gpu"][:4] in (
            "H100",
            "H200",
            "B200",
        ):
            pairs[row["provider"], row["gpu"][:4], row["tier"]][row["as_of"]] = float(row["price"])
    rises = [found[max(found)] / found[min(found)] - 1 for found in pairs.values() if len(found) > 1]
    assert shown["rent_pairs"]["value"] == len(rises)
    assert shown["rent_rise"]["low"] == exactly(min(rises))
    assert shown["rent_rise"]["high"] == exactly(max(rises))


def test_what_the_index_cost(shown: dict) -> None:
    runs = {row["model"]: row for row in rows("model_run_cost")}
    muse = runs["Muse Spark"]
    price = next(row for row in rows("api_prices") if row["model"] == "Muse Spark 1.1")
    written = float(muse["reasoning_tokens_million"]) + float(muse["answer_tokens_million"])
    cost = float(muse["input_tokens_million"]) * float(price["input_price"]) + written * float(price["output_price"])
    assert shown["muse_run"]["value"] == exactly(cost)
    mini, pro = runs["GPT-5.4 mini (xhigh)"], runs["Gemini 3.1 Pro Preview"]
    assert shown["mini_cost"]["value"] == exactly(float(mini["cost_to_run_index"]) / float(pro["cost_to_run_index"]))
