"""latency: which part of the time budget breaks, and how many servers keep it?"""

import math
from typing import Any

from calculators.kit import charts, queueing
from calculators.kit.calculator import Calculator, Example, Output, Picture, Problem, Step, Table, Values
from calculators.kit.formatting import count, listing, percent, percent_apart, plural, significant
from calculators.kit.quantities import Amount, Count
from calculators.kit.sources import Source, assumed, organisation

ERLANG = Source("Erlang 1917, the waiting formula (Erlang C)", "https://en.wikipedia.org/wiki/Erlang_(unit)")

# The share of requests for which `servers_needed` keeps the budget.
ENOUGH = 0.95
# Two sums of the same milliseconds differ by less than this, relative to the budget.
SAME = 1e-12
# Nobody runs more; keeps the search for a number short.
MOST_SERVERS = 10**7
# Far beyond any service time; keeps the queue's formulas from overflowing.
LONGEST_SERVICE = 1e100

LIMIT, MODEL = "The limit and the load", "The model"

INPUTS = (
    Amount(
        name="budget_ms",
        heading=LIMIT,
        label="Time budget, ms",
        help="From the request leaving the caller to the whole answer arriving.",
        default=50,
        least=None,
        above=0,
        origin=organisation("the article’s limit; take the one your caller enforces"),
    ),
    Amount(
        name="network_ms",
        heading=LIMIT,
        label="Network, there and back, ms",
        help="Measured from where the caller runs. Near 0 on the same machine.",
        default=20,
        origin=organisation("an example; measure it"),
    ),
    Count(
        name="prompt_tokens",
        heading=MODEL,
        label="Tokens in the prompt",
        help="What the model has to read, less what its cache holds.",
        default=400,
        origin=organisation("an example; take it from your logs"),
    ),
    Amount(
        name="prefill_tokens_per_second",
        heading=MODEL,
        label="Reading speed, tokens a second",
        help="How fast one server reads a prompt (prefill).",
        default=20000,
        least=None,
        above=0,
        origin=organisation("an example of a small model on one card; time your own"),
    ),
    Count(
        name="output_tokens",
        shared="output_tokens",
        heading=MODEL,
        label="Tokens in the answer",
        help="About three for the name of a class, a hundred for a paragraph.",
        default=3,
        origin=organisation("an example; a class name"),
    ),
    Amount(
        name="ms_per_output_token",
        heading=MODEL,
        label="Writing time, ms a token",
        help="How long one server takes for each token it writes (decode).",
        default=6.7,
        least=None,
        above=0,
        origin=organisation("an example, about 150 tokens a second; time your own"),
    ),
    Amount(
        name="requests_per_second",
        heading=LIMIT,
        label="Requests a second",
        help="At the busiest hour, not over the day.",
        default=5,
        origin=organisation("an example rate; take your own traffic"),
    ),
    Count(
        name="servers",
        heading=LIMIT,
        label="Servers",
        help="Each answers one request at a time. Where it answers several at once, count those places.",
        default=1,
        least=1,
        origin=assumed("the smallest number"),
    ),
)

PARTS = {
    "network": "the network",
    "prefill": "reading the prompt",
    "decode": "writing the answer",
    "queue": "waiting in the queue",
}


def milliseconds(value: float) -> str:
    """A time: `60.1 ms`, `7,836 ms`."""
    return f"{significant(value)} ms"


OUTPUTS = (
    Output("total_ms", "Mean time of a request", milliseconds, missing="grows without bound", never=True),
    Output("share_within_budget", "Requests within budget", percent_apart, missing="none in the long run"),
    Output("servers_needed", "Servers for 95% within budget", count, missing="no number is enough", never=True),
    Output("bottleneck", "Largest part", PARTS.__getitem__, kind="word"),
    Output("service_ms", "Service, reading and writing", milliseconds),
    Output("mean_wait_ms", "Mean wait", milliseconds, missing="grows without bound", never=True),
    Output("prefill_ms", "Reading the prompt", milliseconds, quiet=True),
    Output("decode_ms", "Writing the answer", milliseconds, quiet=True),
    Output("utilisation", "Servers busy", percent, quiet=True),
    Output("wait_probability", "Requests that wait", percent_apart, missing="all in the long run", quiet=True),
    Output("meets_budget", "Mean within budget", lambda value: "yes" if value else "no", quiet=True, kind="truth"),
)


def refuse(i: Values) -> list[Problem]:
    """A service time that no formula can hold; only a reading speed next to 0 makes one."""
    if i.prompt_tokens / i.prefill_tokens_per_second * 1000 < LONGEST_SERVICE:
        return []
    said = "The prompt’s tokens and the reading speed give a service time far too long to compute with."
    return [Problem(name, said) for name in ("prompt_tokens", "prefill_tokens_per_second")]


def slack_ms(i: Values, service_ms: float) -> float:
    """What the budget leaves for waiting; below 0 where network and service alone exceed it."""
    slack = float(i.budget_ms - i.network_ms - service_ms)
    return 0.0 if abs(slack) < SAME * (i.budget_ms + i.network_ms + service_ms) else slack


def compute(i: Values) -> dict[str, Any]:
    """The four parts of a request's time; the queue is M/M/c (Erlang C)."""
    prefill = i.prompt_tokens / i.prefill_tokens_per_second * 1000
    decode = i.output_tokens * i.ms_per_output_token
    service = prefill + decode
    load = i.requests_per_second * service / 1000
    stable = load < i.servers
    slack = slack_ms(i, service)
    waits = wait = within = total = None
    if stable:
        waits = queueing.wait_probability(load, i.servers)
        wait = waits * service / (i.servers - load)
        total = i.network_ms + service + wait
        within = 0.0 if slack < 0 else 1.0
        if slack >= 0 and service:
            within = queueing.share_in_time(load, i.servers, slack / service, waits)
    needed = None
    if slack >= 0 and load < MOST_SERVERS:
        needed = queueing.servers_for(load, slack / service, ENOUGH) if service else 1
    parts = {"network": i.network_ms, "prefill": prefill, "decode": decode, "queue": math.inf if wait is None else wait}
    return {
        "prefill_ms": prefill,
        "decode_ms": decode,
        "service_ms": service,
        "utilisation": load / i.servers,
        "wait_probability": waits,
        "mean_wait_ms": wait,
        "total_ms": total,
        "meets_budget": wait is not None and wait <= slack,
        "share_within_budget": within,
        "servers_needed": needed,
        "bottleneck": max(parts, key=parts.__getitem__),
    }


def sentence(i: Values, o: Values) -> str:
    budget, slack = milliseconds(i.budget_ms), slack_ms(i, o.service_ms)
    before = milliseconds(i.network_ms + o.service_ms)
    largest = max(
        (i.network_ms, "network"), (o.prefill_ms, "prefill"), (o.decode_ms, "decode"), key=lambda part: part[0]
    )[1]
    over = f"{milliseconds(-slack)} over the budget of {budget}"
    more = f"{plural(o.servers_needed, 'server')} would keep 95% of them within budget" if o.servers_needed else ""
    if o.total_ms is None:
        many = f"the requests keep {significant(o.utilisation * i.servers, 4)} servers busy"
        grows = f"No: the queue grows without bound, since {many} and you have {count(i.servers)}"
        if slack < 0:
            return f"{grows}; even without a queue a request takes {before}, {over}."
        return f"{grows}; {more or 'it takes more than ten million servers'}."
    if slack < 0:
        return (
            f"No: a request takes {before} before any wait, {over}, and no number of servers helps; "
            f"the largest part is {PARTS[largest]}."
        )
    within = percent_apart(o.share_within_budget)
    yours = plural(i.servers, "server")
    if o.meets_budget and o.share_within_budget >= ENOUGH:
        return (
            f"Yes: with {yours} {within} of requests stay within {budget}, and the mean is {milliseconds(o.total_ms)}."
        )
    if o.meets_budget:
        return (
            f"On average only: with {yours} the mean is {milliseconds(o.total_ms)}, within the budget of {budget}, "
            f"but {within} of requests keep to it; {more}."
        )
    if o.share_within_budget >= ENOUGH:
        return (
            f"For most: with {yours} {within} of requests stay within {budget}, "
            f"but the few that wait bring the mean to {milliseconds(o.total_ms)}."
        )
    return (
        f"No: with {yours} the mean is {milliseconds(o.total_ms)}, above the budget of {budget}, "
        f"and {within} of requests keep to it; {more}."
    )


def notes(i: Values, o: Values) -> list[str]:
    found = []
    if o.total_ms is not None and o.utilisation > 0.8:
        found.append(
            f"The servers are busy {percent(o.utilisation)} of the time. This close to full, "
            "a little more traffic lengthens the wait a lot."
        )
    if o.service_ms == 0:
        found.append("Nothing is read and nothing written, so there is no service and no wait.")
    if o.total_ms is None:
        found.append("With more work than the servers can do there is no mean wait; every hour adds to the queue.")
    if o.servers_needed is None and slack_ms(i, o.service_ms) < 0:
        found.append("The network and the model alone exceed the budget, so no number of servers keeps it.")
    elif o.servers_needed is None:
        found.append("The number of servers needed is above ten million, which is not counted here.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    steps = [
        Step(
            "Reading the prompt",
            "prompt tokens / reading speed · 1,000",
            f"{count(i.prompt_tokens)} / {significant(i.prefill_tokens_per_second)} · 1,000",
            milliseconds(o.prefill_ms),
        ),
        Step(
            "Writing the answer",
            "answer tokens · writing time",
            f"{count(i.output_tokens)} · {milliseconds(i.ms_per_output_token)}",
            milliseconds(o.decode_ms),
        ),
        Step(
            "Servers busy",
            "requests a second · service in seconds / servers",
            f"{significant(i.requests_per_second)} · {significant(o.service_ms / 1000)} / {count(i.servers)}",
            percent(o.utilisation),
        ),
    ]
    if o.total_ms is None:
        return steps
    load, network, service = (
        significant(o.utilisation * i.servers, 4),
        milliseconds(i.network_ms),
        milliseconds(o.service_ms),
    )
    steps += [
        Step(
            "Requests that wait",
            "Erlang C of the load (requests a second · service in seconds) and the servers",
            f"C({load}, {count(i.servers)})",
            percent_apart(o.wait_probability),
        ),
        Step(
            "Mean wait",
            "requests that wait · service / (servers − load)",
            f"{percent_apart(o.wait_probability)} · {service} / ({count(i.servers)} − {load})",
            milliseconds(o.mean_wait_ms),
        ),
        Step(
            "Mean time",
            "network + service + mean wait",
            f"{network} + {service} + {milliseconds(o.mean_wait_ms)}",
            milliseconds(o.total_ms),
        ),
    ]
    slack = slack_ms(i, o.service_ms)
    if slack >= 0 and o.service_ms:
        steps.append(
            Step(
                "Requests within budget",
                "1 − requests that wait · e^(−(servers − load) · room for waiting / service)",
                f"1 − {percent_apart(o.wait_probability)} · e^(−({count(i.servers)} − {load}) · {significant(slack)} "
                f"/ {significant(o.service_ms)})",
                percent_apart(o.share_within_budget),
            )
        )
    return steps


def picture(i: Values, o: Values) -> Picture:
    """The budget bar: the parts of a request's time, each from where the one before it ended, against the budget."""
    values = (
        ("Network", i.network_ms),
        ("Reading the prompt", o.prefill_ms),
        ("Writing the answer", o.decode_ms),
        ("Mean wait", o.mean_wait_ms),
        ("Together", o.total_ms),
    )
    *parts, total = ((name, value, "without bound" if value is None else milliseconds(value)) for name, value in values)
    budget = ("Budget, the line", i.budget_ms, milliseconds(i.budget_ms))
    rows = (*parts, total, ("Budget", *budget[1:]))
    return Picture(
        data=charts.stacked_data(parts, total, budget),
        text=(
            "Bars of milliseconds, each part beginning where the one before it ends, with a rule at the budget: "
            f"{listing([f'{name.lower()} {said}' for name, _, said in rows])}."
        ),
        table=Table("Time of a request", ("Part", "Time"), tuple((name, said) for name, _, said in rows)),
    )


def picture_spec() -> charts.Spec:
    return charts.signed_bars(numbers="number")


CALCULATOR = Calculator(
    id="latency",
    version=1,
    title="Which part of the latency budget breaks?",
    question="Which part of the time budget breaks, and how many servers keep it?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    refuse=refuse,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=picture_spec,
    uncertain=("network_ms", "prefill_tokens_per_second", "ms_per_output_token", "requests_per_second"),
    headline="total_ms",
    decision=lambda o: "the mean is within the budget" if o.meets_budget else "the mean is over the budget",
    examples=(
        Example(
            "completion as people type",
            {
                "prompt_tokens": "300",
                "output_tokens": "8",
                "ms_per_output_token": "2.5",
                "prefill_tokens_per_second": "40k",
            },
        ),
    ),
    formula_sources=(ERLANG,),
    leaves_out=(
        "Batching. A server that answers several requests at once waits less and writes more slowly.",
        "Bursts. Requests are taken to arrive at random, at a steady rate; a rush at nine o’clock waits longer.",
        "The spread of the network and of answer lengths. Service times are taken as exponential around their mean "
        "for the queue, and as that mean for everything else.",
        "Time before and after the model: looking up data, checking the answer, writing it down.",
    ),
)
