"""retrieval: what can retrieval reach, and what does it cost beside a prompt that holds the whole corpus?"""

from typing import Any

from calculators.kit import charts, presets, prices
from calculators.kit.calculator import Calculator, Output, Picture, Step, Table, Values
from calculators.kit.division import ratio
from calculators.kit.formatting import count, money, percent, percent_apart, significant
from calculators.kit.presets import Given, ModelField
from calculators.kit.quantities import Count, Share, Usd
from calculators.kit.sources import Source, assumed, organisation, sourced
from calculators.kit.token_prices import PRICING, input_price, output_price

CONTEXTUAL = Source("Anthropic 2024, Contextual Retrieval", "https://www.anthropic.com/news/contextual-retrieval")
TOTAL_PROBABILITY = Source("Law of total probability", "https://en.wikipedia.org/wiki/Law_of_total_probability")

# Below this many tokens the whole corpus can go into the prompt (CONTEXTUAL).
FITS_IN_THE_PROMPT = 200_000
# Two shares that differ by less are the same share, computed in another order.
SAME = 1e-12
CORPUS = "Corpus and prices"

MODEL = ModelField(
    name="model",
    shared="model",
    label="Model",
    help="Fills the prices below that still have their starting values. Blank to give your own.",
    given=(
        Given("usd_per_million_input", "input"),
        Given("usd_per_million_cached", "cached", "cached_or_input"),
        Given("usd_per_million_output", "output"),
    ),
    group=CORPUS,
)

INPUTS = (
    Share(
        name="recall",
        label="Questions whose passage is found, %",
        help="The right passage is among those put into the prompt. Count it on fifty real questions.",
        default=0.85,
        origin=organisation("an example; measure your own search"),
    ),
    Share(
        name="reader_with_passage",
        label="Right answers with the passage, %",
        help="Paste the right passage in by hand, and score.",
        default=0.92,
        origin=organisation("an example; measure your own model"),
    ),
    Share(
        name="reader_without_passage",
        label="Right answers without it, %",
        help="What the model gets right when the search has missed.",
        default=0.15,
        origin=organisation("an example; measure your own model"),
    ),
    Share(
        name="target",
        label="Target, right answers, %",
        help="The score at which the feature is good enough.",
        default=0.85,
        origin=organisation("an example bar; set your own"),
    ),
    Count(
        name="pages",
        label="Pages in the corpus",
        help="Everything that a question could be about.",
        default=500,
        origin=organisation("the article’s policy manual; count your own"),
        group=CORPUS,
    ),
    Count(
        name="tokens_per_page",
        label="Tokens a page",
        help="About 400 for an ordinary page, more for a dense one.",
        default=500,
        origin=assumed("a dense page; Anthropic counts 500 ordinary pages as about 200,000 tokens"),
        group=CORPUS,
    ),
    Count(
        name="passages",
        label="Passages in each prompt",
        help="How many the search hands to the model.",
        default=5,
        origin=assumed("a common size"),
        group=CORPUS,
    ),
    Count(
        name="tokens_per_passage",
        label="Tokens a passage",
        help="The size of your chunks.",
        default=400,
        origin=assumed("a common size"),
        group=CORPUS,
    ),
    Count(
        name="question_tokens",
        shared="question_tokens",
        label="Tokens in the question",
        help="The question with its instructions.",
        default=100,
        origin=organisation("an example; take it from your logs"),
        group=CORPUS,
    ),
    Count(
        name="output_tokens",
        shared="output_tokens",
        label="Tokens in the answer",
        help="Billed at the output price.",
        default=300,
        origin=organisation("an example; take it from your logs"),
        group=CORPUS,
    ),
    MODEL,
    input_price(CORPUS),
    Usd(
        name="usd_per_million_cached",
        shared="usd_per_million_cached",
        label="Cached input, US$ a million tokens",
        help="What reading a token from the prompt cache costs.",
        default=0.3,
        origin=sourced("a tenth of the input price, as on most of Anthropic’s models", PRICING),
        group=CORPUS,
    ),
    output_price(CORPUS),
)

OUTPUTS = (
    Output("accuracy", "Right answers with retrieval", percent_apart),
    Output("ceiling", "Ceiling, with a perfect search", percent_apart),
    Output("required_recall", "Passages to find for the target", percent_apart, missing="not by search"),
    Output("usd_per_call_retrieval", "A call with retrieval", money),
    Output("usd_per_call_long_context", "A call with the whole corpus", money),
    Output("cost_ratio", "Whole corpus against retrieval", lambda v: f"{significant(v)} times", missing="no ratio"),
    Output("corpus_tokens", "Corpus", count, unit="tokens", quiet=True),
    Output("feasible", "Within the ceiling", lambda value: "yes" if value else "no", quiet=True, kind="truth"),
)


def compute(i: Values) -> dict[str, Any]:
    """Accuracy as a mixture of found and missed, and the price of a call with five passages or with everything."""
    with_it, without = i.reader_with_passage, i.reader_without_passage
    feasible = i.target <= with_it
    required = max(0.0, (i.target - without) / (with_it - without)) if feasible and with_it > without else None
    output = i.output_tokens * i.usd_per_million_output
    corpus = i.pages * i.tokens_per_page
    long_context = (corpus * i.usd_per_million_cached + i.question_tokens * i.usd_per_million_input + output) / 1e6
    read = i.passages * i.tokens_per_passage + i.question_tokens
    retrieval = (read * i.usd_per_million_input + output) / 1e6
    return {
        "accuracy": i.recall * with_it + (1 - i.recall) * without,
        "ceiling": with_it,
        "required_recall": required,
        "feasible": feasible,
        "corpus_tokens": corpus,
        "usd_per_call_long_context": long_context,
        "usd_per_call_retrieval": retrieval,
        "cost_ratio": ratio(long_context, retrieval),
    }


def sentence(i: Values, o: Values) -> str:
    prices = (
        f"A call costs {money(o.usd_per_call_retrieval)}, "
        f"or {money(o.usd_per_call_long_context)} with the whole corpus in a cached prompt."
    )
    target, reached = percent_apart(i.target), percent_apart(o.accuracy)
    with_it, without = percent_apart(o.ceiling), percent_apart(i.reader_without_passage)
    if o.ceiling < i.reader_without_passage:
        return (
            f"Search cannot help here: the model is right more often without the passage ({without}) "
            f"than with it ({with_it}). {prices}"
        )
    if o.ceiling == i.reader_without_passage:
        return (
            f"Search cannot help here: the model is right as often without the passage as with it ({with_it}). {prices}"
        )
    if not o.feasible:
        return (
            f"No search can reach your target of {target}: with the right passage before it the model is right "
            f"only {with_it} of the time. {prices}"
        )
    if o.accuracy >= i.target - SAME:
        return f"Retrieval reaches your target: {reached} right answers, with {target} wanted. {prices}"
    places = 3 if reached == target else 1  # more where they are a hair's breadth apart
    reached, target = percent(o.accuracy, places), percent(i.target, places)
    return (
        f"Not yet, but a better search would do: retrieval gives {reached} right answers, and to reach your target "
        f"of {target} it must find the passage for {percent(o.required_recall, places)} of questions, "
        f"not {percent(i.recall, places)}. {prices}"
    )


def notes(i: Values, o: Values) -> list[str]:
    # The longest of its prompts is the one with the whole corpus.
    found = presets.notes(MODEL, INPUTS, i, o.corpus_tokens + i.question_tokens)
    if 0 < o.corpus_tokens < FITS_IN_THE_PROMPT:
        found.append(
            f"The corpus has {count(o.corpus_tokens)} tokens and fits in the prompt. Below about 200,000 tokens "
            "Anthropic advises putting all of it there, without a search."
        )
    if o.required_recall is None and o.ceiling > i.reader_without_passage:
        found.append("The target is above the ceiling, so there is no recall that would reach it.")
    elif o.required_recall is None:
        found.append("The passage does not make answers better, so no recall can be asked for.")
    elif o.required_recall == 0:
        found.append("The model reaches the target without any passage; retrieval is not needed for it.")
    if o.cost_ratio is None:
        found.append("A call with retrieval costs nothing at these prices, so there is no ratio to give.")
    elif o.cost_ratio < 1:
        found.append("With these numbers the whole corpus in a cached prompt is the cheaper of the two.")
    return found


def working(i: Values, o: Values) -> list[Step]:
    recall, with_it, without = (
        percent(i.recall, 2),
        percent(i.reader_with_passage, 2),
        percent(i.reader_without_passage, 2),
    )
    price_in, cached, out = (
        money(price) for price in (i.usd_per_million_input, i.usd_per_million_cached, i.usd_per_million_output)
    )
    question, answer = count(i.question_tokens), f"{count(i.output_tokens)} · {out}"
    passages = f"{count(i.passages)} · {count(i.tokens_per_passage)}"
    steps = [
        Step(
            "Right answers",
            "found · right with the passage + missed · right without",
            f"{recall} · {with_it} + {percent(1 - i.recall, 2)} · {without}",
            percent_apart(o.accuracy),
        )
    ]
    if o.required_recall is not None:
        steps.append(
            Step(
                "Passages to find",
                "(target − right without) / (right with − right without), at least 0",
                f"({percent(i.target, 2)} − {without}) / ({with_it} − {without})",
                percent_apart(o.required_recall),
            )
        )
    return [
        *steps,
        Step(
            "Corpus",
            "pages · tokens a page",
            f"{count(i.pages)} · {count(i.tokens_per_page)}",
            f"{count(o.corpus_tokens)} tokens",
        ),
        Step(
            "A call with retrieval",
            "(passages and question · input price + answer · output price) / 1,000,000",
            f"(({passages} + {question}) · {price_in} + {answer}) / 1,000,000",
            money(o.usd_per_call_retrieval),
        ),
        Step(
            "A call with the whole corpus",
            "(corpus · cached price + question · input price + answer · output price) / 1,000,000",
            f"({count(o.corpus_tokens)} · {cached} + {question} · {price_in} + {answer}) / 1,000,000",
            money(o.usd_per_call_long_context),
        ),
    ]


def picture(i: Values, o: Values) -> Picture:
    """Right answers without search, with yours, with a perfect one, and the target."""
    bars = (
        ("No passage found", i.reader_without_passage),
        (f"Your search, {percent(i.recall)} found", o.accuracy),
        ("Perfect search: the ceiling", o.ceiling),
        ("Your target", i.target),
    )
    return Picture(
        data=charts.signed_bars_data([(name, 0.0, value, percent_apart(value)) for name, value in bars]),
        text=(
            f"Four bars: {percent_apart(i.reader_without_passage)} right answers without a passage, "
            f"{percent_apart(o.accuracy)} with your search, {percent_apart(o.ceiling)} with a perfect one, "
            f"against a target of {percent_apart(i.target)}."
        ),
        table=Table("Right answers", ("", "Share"), tuple((name, percent_apart(value)) for name, value in bars)),
    )


def picture_spec() -> charts.Spec:
    return charts.signed_bars(numbers="percent")


CALCULATOR = Calculator(
    id="retrieval",
    version=2,
    title="How far can retrieval take us?",
    question="What can retrieval reach, and what does it cost?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    compute=compute,
    sentence=sentence,
    notes=notes,
    working=working,
    picture=picture,
    picture_spec=picture_spec,
    uncertain=("recall", "reader_with_passage", "reader_without_passage"),
    headline="accuracy",
    decision=lambda o: "the target is within the ceiling" if o.feasible else "the target is above the ceiling",
    data=prices.MONTH,
    formula_sources=(TOTAL_PROBABILITY, CONTEXTUAL),
    leaves_out=(
        "Building and running the search: index, updates, access rights.",
        "How well the model reads. A long prompt can lower the share of right answers, and so can wrong passages "
        "beside the right one.",
        "Writing to the cache. The first call, and every call after the cache has expired, costs more.",
        "Chance. Shares measured on fifty questions are rough; put intervals around them.",
    ),
)
