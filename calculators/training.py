"""training: how much GPU time does tuning take, what does it cost, and what is that beside hosting?"""

import math
from typing import Any

from calculators.kit import charts
from calculators.kit.calculator import Calculator, Output, Picture, Problem, Step, Values
from calculators.kit.cost_bars import cost_picture
from calculators.kit.division import ratio
from calculators.kit.fields import Choice
from calculators.kit.formatting import count, money, percent, plural, quantity, significant
from calculators.kit.quantities import Amount, Count, Share, Usd
from calculators.kit.running_costs import AZURE_COST
from calculators.kit.sources import Source, assumed, organisation, sourced

KAPLAN = Source("Kaplan et al. 2020, Scaling laws for neural language models", "https://arxiv.org/abs/2001.08361")
ZERO = Source("Rajbhandari et al. 2019, ZeRO (16 bytes a parameter)", "https://arxiv.org/abs/1910.02054")
QLORA = Source("Dettmers et al. 2023, QLoRA (4.127 bits a parameter)", "https://arxiv.org/abs/2305.14314")
H100 = Source("NVIDIA, H100 GPU", "https://www.nvidia.com/en-us/data-center/h100/")

# Operations for each parameter and token: forward 2, backward 4, of which half is for the gradient of the weights.
OPERATIONS = {"full": 6, "lora": 4, "qlora": 4}
# Bytes for each parameter: weights, gradients and optimiser state; 16-bit weights; 4-bit weights with their scales.
BYTES = {"full": 16, "lora": 2, "qlora": 0.516}
NAMES = {"full": "Full tuning", "lora": "LoRA", "qlora": "QLoRA"}

HOURS_A_MONTH = 730
GPU_MEMORY_GB = 80

HARDWARE, HOSTING = "The GPU", "Hosting and a managed service"

INPUTS = (
    Count(
        name="examples",
        label="Training examples",
        help="What one pass reads.",
        default=2000,
        least=1,
        origin=organisation("an example size; take your own"),
    ),
    Count(
        name="tokens_per_example",
        label="Tokens for each example",
        help="Prompt and answer together. A page of English is about 500.",
        default=1000,
        least=1,
        origin=organisation("an example; measure yours with the model’s tokeniser"),
    ),
    Amount(
        name="epochs",
        label="Passes over the data (epochs)",
        help="How often the run reads every example.",
        default=3,
        least=None,
        above=0,
        origin=assumed("a few passes; the validation score says when to stop"),
    ),
    Amount(
        name="parameters",
        label="Parameters of the base model",
        help="Such as 8bn. For a mixture of experts, those active for each token; memory needs all.",
        default=8e9,
        least=None,
        above=0,
        origin=assumed("a common size of open model"),
    ),
    Choice(
        name="method",
        label="Method",
        help="LoRA trains a small add-on; QLoRA does so on weights stored in four bits.",
        default="lora",
        options=tuple(NAMES.items()),
        origin=assumed("the usual first choice"),
    ),
    Count(
        name="runs",
        label="Runs in all",
        help="Sweeps over settings and failed starts included. Nobody needs just one.",
        default=5,
        least=1,
        origin=assumed("a small sweep with a retry or two"),
    ),
    Amount(
        name="peak_tflops",
        label="Peak speed of the GPU, teraflops",
        help="Dense BF16, from the vendor’s sheet. Figures “with sparsity” are twice too large.",
        default=989.4,
        least=None,
        above=0,
        origin=sourced("H100 SXM: half of what the sheet prints with sparsity", H100),
        group=HARDWARE,
    ),
    Share(
        name="mfu",
        label="Share of the peak that training reaches, %",
        help="Model FLOPs utilisation. Small or badly packed batches reach far less.",
        default=0.35,
        least=None,
        above=0,
        origin=assumed("a fair level for a run that is set up well"),
        group=HARDWARE,
    ),
    Usd(
        name="gpu_usd_per_hour",
        label="One GPU, US$ an hour",
        help="What you rent it for, or what yours costs when it is idle half of the time.",
        default=4,
        origin=organisation("an example price; use your cloud’s"),
        group=HARDWARE,
    ),
    Usd(
        name="managed_usd_per_million_tokens",
        label="Managed training, US$ a million tokens",
        help="If a vendor trains it for you. Blank: not compared.",
        default=None,
        optional=True,
        group=HOSTING,
    ),
    Usd(
        name="hosting_usd_per_hour",
        label="Hosting the tuned model, US$ an hour",
        help="Billed whether or not anyone calls it; 0 where the host bills by the token.",
        default=1.7,
        origin=sourced("a standard deployment of a tuned model", AZURE_COST),
        group=HOSTING,
    ),
    Amount(
        name="hosting_months",
        label="Hosting, months",
        help="How long the tuned model stays in service. A month is 730 hours.",
        default=12,
        origin=assumed("a year; use the time until your base model ends"),
        group=HOSTING,
    ),
)

OUTPUTS = (
    Output("training_usd", "Training, all runs", money),
    Output("gpu_hours", "GPU time, all runs", lambda value: quantity(value, "hour")),
    Output("hosting_usd", "Hosting", money),
    Output("training_share_of_gpu_usd", "Training’s part of both", lambda value: percent(value, 2), missing="no bill"),
    Output("managed_training_usd", "Managed training, all runs", money, missing="not compared"),
    Output("memory_gb", "Memory at the least", lambda value: significant(value) + " GB"),
    Output("trained_tokens", "Tokens in one run", significant, quiet=True),
)


def refuse(i: Values) -> list[Problem]:
    """A GPU so slow that the hours are no number any more."""
    if gpu_hours(i) is not None:
        return []
    said = "“Peak speed” times “Share of the peak” is too little for a run ever to end; raise one of them."
    return [Problem(name, said) for name in ("peak_tflops", "mfu")]


def gpu_hours(i: Values) -> float | None:
    """GPU-hours of all runs; None where the speed is too close to 0."""
    tokens = i.examples * i.tokens_per_example * i.epochs
    operations = OPERATIONS[i.method] * i.parameters * tokens * i.runs
    return ratio(operations, i.peak_tflops * 1e12 * i.mfu * 3600)


def compute(i: Values) -> dict[str, Any]:
    """Operations over speed is time, time by price is cost; hosting is billed by the hour, used or not."""
    tokens = i.examples * i.tokens_per_example * i.epochs
    hours = gpu_hours(i) or 0.0
    training = hours * i.gpu_usd_per_hour
    hosting = i.hosting_usd_per_hour * HOURS_A_MONTH * i.hosting_months
    managed = i.managed_usd_per_million_tokens
    return {
        "training_usd": training,
        "gpu_hours": hours,
        "hosting_usd": hosting,
        "training_share_of_gpu_usd": ratio(training, training + hosting),
        "managed_training_usd": None if managed is None else tokens * i.runs / 1e6 * managed,
        "memory_gb": i.parameters * BYTES[i.method] / 1e9,
        "trained_tokens": tokens,
    }


def sentence(i: Values, o: Values) -> str:
    runs = f"{plural(i.runs, 'run')} {'takes' if i.runs == 1 else 'take'} {quantity(o.gpu_hours, 'GPU-hour')}"
    cost = f"{runs} and {'costs' if i.runs == 1 else 'cost'} {money(o.training_usd)}"
    if o.hosting_usd == 0:
        return f"Plan {money(o.training_usd)} for training: {runs}, and no hosting is billed by the hour."
    months = quantity(i.hosting_months, "month")
    hosting = f"hosting for {months} costs {money(o.hosting_usd)}"
    if o.training_share_of_gpu_usd < 0.1:
        return f"Training is the small bill: {cost}, while {hosting}."
    if o.training_share_of_gpu_usd <= 0.5:
        share = percent(o.training_share_of_gpu_usd, 0)
        return f"Training is a part worth watching, {share} of the GPU bill: {cost}, while {hosting}."
    return f"Training is the larger GPU bill here: {cost}, while {hosting}."


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if o.managed_training_usd is not None:
        found.append(
            f"The same runs at a managed service, at {money(i.managed_usd_per_million_tokens)} a million tokens: "
            f"{money(o.managed_training_usd)}."
        )
    if o.memory_gb > GPU_MEMORY_GB:
        gpus = count(math.ceil(o.memory_gb / GPU_MEMORY_GB))
        found.append(
            f"{significant(o.memory_gb)} GB do not fit one GPU of {GPU_MEMORY_GB} GB: at least {gpus} must share them. "
            "The GPU-hours stay the same in theory; in practice some speed is lost."
        )
    if o.training_share_of_gpu_usd is None:
        found.append("Neither training nor hosting costs anything here, so there is no share to give.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    tokens, operations = count(o.trained_tokens), OPERATIONS[i.method]
    parameters, memory = significant(i.parameters), significant(BYTES[i.method])
    speed = f"{significant(i.peak_tflops, 4)} teraflops · {percent(i.mfu, 2)} · 3,600 s"
    return [
        Step(
            "Tokens in one run",
            "examples · tokens · passes",
            f"{count(i.examples)} · {count(i.tokens_per_example)} · {significant(i.epochs)}",
            f"{tokens} tokens",
        ),
        Step(
            "GPU time",
            f"{operations} operations · parameters · tokens · runs / (peak · share · 3,600 s)",
            f"{operations} · {parameters} · {tokens} · {count(i.runs)} / ({speed})",
            quantity(o.gpu_hours, "GPU-hour"),
        ),
        Step(
            "Training",
            "GPU-hours · price",
            f"{significant(o.gpu_hours)} · {money(i.gpu_usd_per_hour)}",
            money(o.training_usd),
        ),
        Step(
            "Hosting",
            "price an hour · 730 hours · months",
            f"{money(i.hosting_usd_per_hour)} · {HOURS_A_MONTH} · {significant(i.hosting_months)}",
            money(o.hosting_usd),
        ),
        Step(
            "Memory",
            f"{memory} bytes for each parameter ({NAMES[i.method]})",
            f"{memory} · {parameters} / 10⁹",
            f"{significant(o.memory_gb)} GB",
        ),
    ]


def picture(i: Values, o: Values) -> Picture:
    """Training and hosting, one bar each; a managed service's training where it is compared."""
    lines = [("Training, all runs", o.training_usd)]
    if o.managed_training_usd is not None:
        lines.append(("The same, managed", o.managed_training_usd))
    lines.append((f"Hosting, {quantity(i.hosting_months, 'month')}", o.hosting_usd))
    return cost_picture("Training and hosting", lines)


CALCULATOR = Calculator(
    id="training",
    version=1,
    title="How much GPU is it, really?",
    question="What do the training runs cost, and what is that beside hosting?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    refuse=refuse,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=charts.signed_bars,
    uncertain=("mfu", "gpu_usd_per_hour", "hosting_usd_per_hour", "hosting_months"),
    headline="training_usd",
    formula_sources=(KAPLAN, ZERO, QLORA),
    leaves_out=(
        "People: labels, evaluation and the engineers who run it. They are priced in other calculators here.",
        "Memory for activations and the add-on’s own parameters, which grow with batch and length.",
        "Time lost to loading, saving, padding, and machines that wait between runs.",
        "Attention over long examples, whose operations grow faster than the six or four counted here.",
    ),
)
