"""few-shot: what do examples in the prompt cost, with a prompt cache and without?"""

from typing import Any

from calculators.kit import charts, presets, prices
from calculators.kit.calculator import Calculator, Output, Picture, Step, Table, Values
from calculators.kit.division import ratio
from calculators.kit.formatting import count, money, percent, plural, significant
from calculators.kit.presets import Given, ModelField
from calculators.kit.quantities import Amount, Count, Share
from calculators.kit.sources import assumed, organisation, sourced
from calculators.kit.token_prices import PRICING, input_price, output_price

PRICES = "Prices"

PROMPT, BILL = "The prompt", "Volume and model"

MODEL = ModelField(
    name="model",
    shared="model",
    heading=BILL,
    label="Model",
    help="Fills the prices below that still have their starting values. Blank to give your own.",
    given=(
        Given("usd_per_million_input", "input"),
        Given("usd_per_million_output", "output"),
        Given("cache_read_multiplier", "cached", "read_multiplier"),
        Given("cache_write_multiplier", "cache_write", "write_multiplier"),
        Given("min_cacheable_tokens", "min_cacheable"),
    ),
)

INPUTS = (
    Count(
        name="examples",
        heading=PROMPT,
        label="Examples in the prompt",
        help="Pairs of input and output, the same in every call.",
        default=8,
        origin=assumed("within the article’s five to ten"),
    ),
    Count(
        name="tokens_per_example",
        heading=PROMPT,
        label="Tokens an example",
        help="Input and output together.",
        default=250,
        origin=organisation("an example; count your own"),
    ),
    Count(
        name="system_tokens",
        heading=PROMPT,
        label="Tokens in the system prompt",
        help="The instructions that stand before the examples.",
        default=300,
        origin=organisation("an example; count your own"),
    ),
    Count(
        name="user_tokens",
        shared="question_tokens",
        heading=PROMPT,
        label="Tokens in the question",
        help="What changes from call to call, so never cached.",
        default=400,
        origin=organisation("an example; take it from your logs"),
    ),
    Count(
        name="output_tokens",
        shared="output_tokens",
        heading=PROMPT,
        label="Tokens in the answer",
        help="Billed at the output price.",
        default=60,
        origin=organisation("an example; take it from your logs"),
    ),
    Amount(
        name="calls_per_month",
        shared="calls_per_month",
        heading=BILL,
        label="Calls a month",
        help="Requests the feature makes once it is live.",
        default=1e6,
        origin=organisation("an example volume; take your own traffic"),
    ),
    Share(
        name="cache_hit_rate",
        heading=BILL,
        label="Calls that find the prompt in the cache, %",
        help="High with steady traffic, low with rare calls. 0% if you do not cache.",
        default=0.95,
        origin=organisation("an example for steady traffic; your bill shows yours"),
    ),
    MODEL,
    Count(
        name="min_cacheable_tokens",
        label="Shortest prompt that is cached, tokens",
        help="Many providers cache nothing shorter; see your model’s documentation.",
        default=1024,
        origin=assumed("a usual minimum; it differs by model"),
        group=PRICES,
    ),
    input_price(PRICES),
    output_price(PRICES),
    Amount(
        name="cache_read_multiplier",
        label="Reading from the cache, times the input price",
        help="0.1 means a tenth.",
        default=0.1,
        origin=sourced("a tenth, on most of Anthropic’s models", PRICING),
        group=PRICES,
    ),
    Amount(
        name="cache_write_multiplier",
        label="Writing to the cache, times the input price",
        help="1 where the provider charges nothing extra for it.",
        default=1.25,
        origin=sourced("Anthropic’s price for a cache that lives five minutes", PRICING),
        group=PRICES,
    ),
)

OUTPUTS = (
    Output("extra_usd_per_month", "Added by the examples", money, unit="a month"),
    Output("usd_per_month", "All calls", money, unit="a month"),
    Output("usd_per_call", "A call", money),
    Output("usd_per_call_uncached", "A call without caching", money),
    Output("usd_per_call_zero_shot", "A call without examples", money),
    Output("break_even_hit_rate", "Hit rate from which caching pays", percent, missing="no such rate"),
    Output("caching_pays", "Caching pays here", lambda value: "yes" if value else "no", quiet=True, kind="truth"),
)


def multiplier(prefix: int, i: Values) -> float:
    """What a token of the fixed part costs, in input prices: 1 where it is too short to cache, or never found."""
    if prefix < i.min_cacheable_tokens or i.cache_hit_rate == 0:
        return 1.0
    return float(i.cache_hit_rate * i.cache_read_multiplier + (1 - i.cache_hit_rate) * i.cache_write_multiplier)


def price(prefix: int, times: float, i: Values) -> float:
    """One call, US dollars, whose fixed part has `prefix` tokens at `times` the input price."""
    read = prefix * times + i.user_tokens
    return float((read * i.usd_per_million_input + i.output_tokens * i.usd_per_million_output) / 1e6)


def compute(i: Values) -> dict[str, Any]:
    """The same call with examples, without them, and without a cache."""
    prefix = i.system_tokens + i.examples * i.tokens_per_example
    call = price(prefix, multiplier(prefix, i), i)
    uncached = price(prefix, 1.0, i)
    zero_shot = price(i.system_tokens, multiplier(i.system_tokens, i), i)
    write, read = i.cache_write_multiplier, i.cache_read_multiplier
    return {
        "usd_per_call": call,
        "usd_per_call_uncached": uncached,
        "usd_per_call_zero_shot": zero_shot,
        "usd_per_month": call * i.calls_per_month,
        "extra_usd_per_month": (call - zero_shot) * i.calls_per_month,
        "break_even_hit_rate": ratio(write - 1, write - read),
        "caching_pays": call < uncached,
    }


def sentence(i: Values, o: Values) -> str:
    per_call = f"{money(o.usd_per_call)} a call, {caching(i)}"
    if i.examples == 0:
        return f"Without examples the prompt costs {money(o.usd_per_month)} a month: {per_call}."
    those = "One example" if i.examples == 1 else f"{count(i.examples)} examples"
    verb, it = ("adds", "it") if i.examples == 1 else ("add", "them")
    extra = o.extra_usd_per_month
    if i.calls_per_month == 0:
        difference = o.usd_per_call - o.usd_per_call_zero_shot
        if difference >= 0:
            return f"{those} {verb} {money(difference)} to each call: {per_call}."
        return f"{those} would save {money(-difference)} on each call: {per_call}."
    if extra < 0:
        return (
            f"{those} would save {money(-extra)} a month, since a prompt with {it} is long enough to be cached: "
            f"{per_call}."
        )
    return (
        f"{those} {verb} {money(extra)} a month to the {money(o.usd_per_call_zero_shot * i.calls_per_month)} "
        f"that the prompt costs without {it}: {per_call}."
    )


def caching(i: Values) -> str:
    """How the fixed part of the prompt is paid for."""
    prefix = i.system_tokens + i.examples * i.tokens_per_example
    if i.cache_hit_rate == 0:
        return "with nothing cached"
    if prefix < i.min_cacheable_tokens:
        return "with a prompt too short to be cached"
    return f"with the fixed part found in the cache {percent(i.cache_hit_rate)} of the time"


def notes(i: Values, o: Values) -> list[str]:
    prefix = i.system_tokens + i.examples * i.tokens_per_example
    return [*presets.notes(MODEL, INPUTS, i, prefix + i.user_tokens), *caching_notes(i, o, prefix)]


def caching_notes(i: Values, o: Values, prefix: int) -> list[str]:
    """What a reader should know of a fixed part of `prefix` tokens and its cache."""
    found = []
    shortest = count(i.min_cacheable_tokens)
    if i.cache_hit_rate > 0 and prefix < i.min_cacheable_tokens:
        found.append(
            f"The fixed part has {plural(prefix, 'token')}, fewer than the {shortest} that can be cached, "
            "so each call pays for it in full."
        )
    elif i.system_tokens < i.min_cacheable_tokens and o.usd_per_call < o.usd_per_call_uncached:
        found.append(
            f"Without examples the fixed part has {plural(i.system_tokens, 'token')}, fewer than the {shortest} "
            "that can be cached, so only the longer prompt gains from the cache."
        )
    if o.usd_per_call > o.usd_per_call_uncached:
        found.append(
            f"Caching costs more than it saves here: {money(o.usd_per_call)} a call, "
            f"against {money(o.usd_per_call_uncached)} without it."
        )
    write, read = i.cache_write_multiplier, i.cache_read_multiplier
    if o.break_even_hit_rate is None:
        found.append("Reading and writing cost the same, so no hit rate decides whether caching pays.")
    elif write >= 1 and read >= 1:
        found.append("At these multiples caching saves nothing at any hit rate.")
    elif write <= 1 and read <= 1:
        found.append("At these multiples caching never costs more, whatever the hit rate.")
    elif read > write:
        found.append("Reading costs more than writing here, so caching pays below this hit rate, not above it.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    prefix = i.system_tokens + i.examples * i.tokens_per_example
    times = multiplier(prefix, i)
    hit, read, write = percent(i.cache_hit_rate, 2), significant(i.cache_read_multiplier), i.cache_write_multiplier
    answer = f"{count(i.output_tokens)} · {money(i.usd_per_million_output)}"
    price_in = money(i.usd_per_million_input)
    if prefix < i.min_cacheable_tokens:
        why = f"{count(prefix)} tokens, below {count(i.min_cacheable_tokens)}: not cached"
    elif i.cache_hit_rate == 0:
        why = "not cached"
    else:
        why = f"{hit} · {read} + {percent(1 - i.cache_hit_rate, 2)} · {significant(write)}"
    steps = [
        Step(
            "Fixed part",
            "system prompt + examples · tokens an example",
            f"{count(i.system_tokens)} + {count(i.examples)} · {count(i.tokens_per_example)}",
            plural(prefix, "token"),
        ),
        Step(
            "Its price",
            "hit rate · reading + (1 − hit rate) · writing; 1 where nothing is cached",
            why,
            f"{significant(times, 4)} times the input price",
        ),
        Step(
            "A call",
            "((fixed part · its price + question) · input price + answer · output price) / 1,000,000",
            f"(({count(prefix)} · {significant(times, 4)} + {count(i.user_tokens)}) · {price_in} + {answer}) "
            "/ 1,000,000",
            money(o.usd_per_call),
        ),
        Step(
            "Added by the examples",
            "(a call − a call without examples) · calls a month",
            f"({money(o.usd_per_call)} − {money(o.usd_per_call_zero_shot)}) · {count(i.calls_per_month)}",
            f"{money(o.extra_usd_per_month)} a month",
        ),
    ]
    if o.break_even_hit_rate is not None:
        steps.append(
            Step(
                "Hit rate from which caching pays",
                "(writing − 1) / (writing − reading)",
                f"({significant(write)} − 1) / ({significant(write)} − {read})",
                percent(o.break_even_hit_rate),
            )
        )
    return steps


def picture(i: Values, o: Values) -> Picture:
    """A month's bill without examples, with them, and with them but no cache."""
    those = plural(i.examples, "example")
    bars = [
        (name, call * i.calls_per_month)
        for name, call in (
            ("No examples", o.usd_per_call_zero_shot),
            (f"{those}, as you cache", o.usd_per_call),
            (f"{those}, nothing cached", o.usd_per_call_uncached),
        )
    ]
    none, cached, uncached = (money(value) for _, value in bars)
    return Picture(
        data=charts.signed_bars_data([(name, 0.0, value, money(value)) for name, value in bars]),
        text=f"Three bars, US dollars a month: {none} without examples, {cached} with {those}, {uncached} uncached.",
        table=Table("Cost a month", ("Prompt", "US$"), tuple((name, money(value)) for name, value in bars)),
    )


CALCULATOR = Calculator(
    id="few-shot",
    version=2,
    title="What do examples in the prompt cost?",
    question="What do examples in the prompt cost, with a cache and without?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=charts.signed_bars,
    uncertain=("calls_per_month", "cache_hit_rate"),
    headline="usd_per_month",
    decision=lambda o: "caching pays" if o.caching_pays else "caching does not pay",
    data=prices.MONTH,
    formula_sources=(PRICING,),
    leaves_out=(
        "Whether the examples help. Sweep their number on your test set before you pay for them.",
        "How a cache is kept: some providers charge by the hour for it, or cache on their own terms.",
        "Choosing examples anew for each question. They then stand in no cache, and every call pays in full.",
        "Latency. A longer prompt takes longer to read, less so when it is cached.",
    ),
)
