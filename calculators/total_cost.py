"""total-cost: what will prompting and tuning cost in all, line by line over a horizon?"""

from dataclasses import replace

from calculators.kit import charts, running_costs, total_cost_words, total_cost_working
from calculators.kit.calculator import Calculator, Example, Output
from calculators.kit.formatting import money, percent_apart, significant
from calculators.kit.quantities import Amount, Share, Usd
from calculators.kit.sources import Source, assumed, organisation
from calculators.kit.total_cost import TUNED, compute, over_ranges, refuse

PRESENT_VALUE = Source("Net present value", "https://en.wikipedia.org/wiki/Net_present_value")
BREAK_EVEN = Source("Break-even analysis", "https://en.wikipedia.org/wiki/Break-even_point")

VOLUME, PEOPLE = "Volume and prices", "People and retraining"
LAUNCH, EVALUATION, UPKEEP = "Before launch", "Evaluation", "After launch"
BASE, PRICES = "When the base model ends", "Prices over time"

INPUTS = (
    *(
        replace(field, heading=VOLUME)
        for field in (
            running_costs.calls_per_month(),
            running_costs.prompted_price(),
            running_costs.tuned_price(),
            running_costs.hosting("hosting_usd_per_month"),
            running_costs.horizon(
                "How long the feature will run. Costs are added up until then.",
                "two years; longer plans rest on prices nobody knows",
            ),
        )
    ),
    Usd(
        name="engineer_usd_per_hour",
        shared="engineer_usd_per_hour",
        heading=PEOPLE,
        label="An engineer, US$ an hour",
        help="Pay with overheads. Every hour below is priced with it.",
        default=110,
        origin=organisation("a placeholder; ask for your own rate"),
    ),
    Amount(
        name="tuned_build_hours",
        heading=PEOPLE,
        label="Building the tuned option, hours",
        help="Engineers’ time for pipeline, runs, serving and release. Labelling stands under data.",
        default=320,
        origin=organisation("an example, two months of one engineer; estimate yours"),
    ),
    Amount(
        name="retrains_per_year",
        heading=PEOPLE,
        label="Retrains a year",
        help="Planned ones, on the same base model. 0 if you will never retrain.",
        default=4,
        origin=organisation("an example, one a quarter; work yours out from how fast quality slips"),
    ),
    Usd(
        name="retrain_usd",
        shared="retrain_usd",
        heading=PEOPLE,
        label="One retrain, US$",
        help="Fresh labels, runs, evaluation and release together.",
        default=6000,
        origin=organisation("a placeholder; time a rehearsal"),
    ),
    Usd(
        name="data_usd",
        label="Data and labels, US$",
        help="Collecting, labelling and reviewing the first training set.",
        default=18000,
        origin=organisation("a placeholder; price it with the labelling cost"),
        group=LAUNCH,
    ),
    Usd(
        name="training_usd_per_run",
        label="The training run, US$",
        help="The first run, at month 0. For sweeps and failed runs, their sum.",
        default=50,
        origin=organisation("an example of a small run; ask for a quotation"),
        group=LAUNCH,
    ),
    Amount(
        name="prompt_build_hours",
        label="Building the prompted option, hours",
        help="Engineers’ time for prompts, retrieval and release.",
        default=160,
        origin=organisation("an example, a month of one engineer; estimate yours"),
        group=LAUNCH,
    ),
    Amount(
        name="delay_weeks",
        shared="delay_weeks",
        label="Delay by tuning, weeks",
        help="How much later the feature, or what stands next on the list, arrives.",
        default=8,
        origin=organisation("an example; take it from your plan"),
        group=LAUNCH,
    ),
    Usd(
        name="delay_usd_per_week",
        shared="delay_usd_per_week",
        label="A week of that delay, US$",
        help="By its owner’s estimate. Leave out what the hours above already pay for.",
        default=0,
        origin=organisation("left at 0, since only you can know it"),
        group=LAUNCH,
    ),
    Amount(
        name="evaluation_build_hours",
        label="Building the evaluation, hours",
        help="Test set, metrics, comparison, all by engineers.",
        default=160,
        origin=organisation("an example, a month of one engineer; estimate yours"),
        group=EVALUATION,
    ),
    Usd(
        name="evaluation_usd_per_month",
        label="Running the evaluation, US$ a month",
        help="Fresh labels, runs, people who look.",
        default=500,
        origin=organisation("a placeholder; take it from your last month"),
        group=EVALUATION,
    ),
    Share(
        name="evaluation_shared",
        label="Evaluation that prompting needs as well, %",
        help="100%: both options are tested alike. 0%: prompting would run untested.",
        default=1,
        origin=assumed("either option has to be tested; charge tuning only with what it adds"),
        group=EVALUATION,
    ),
    Amount(
        name="monitoring_hours_per_month",
        label="Watching the tuned model, hours a month",
        help="What it takes beyond the evaluation: looking at drift, alarms, serving.",
        default=8,
        origin=organisation("an example, a day a month; estimate yours"),
        group=UPKEEP,
    ),
    Amount(
        name="prompt_upkeep_hours_per_month",
        label="Looking after the prompt, hours a month",
        help="Edits, and testing again when the provider changes the model.",
        default=12,
        origin=organisation("an example, a day and a half a month; estimate yours"),
        group=UPKEEP,
    ),
    Amount(
        name="base_model_life_months",
        shared="base_model_life_months",
        label="Life of a base model, months",
        help="From your launch on it to its vendor’s last day. With weights you hold, as long as you like.",
        default=18,
        least=None,
        above=0,
        origin=assumed("a year and a half; work yours out from the dates that vendors set"),
        group=BASE,
    ),
    Usd(
        name="migration_usd",
        label="One migration, US$",
        help="Moving the tune to the next base: fresh labels, runs, evaluation, regressions.",
        default=26000,
        origin=organisation("a placeholder; price it with the migration calculator"),
        group=BASE,
    ),
    running_costs.price_decline(group=PRICES),
    Share(
        name="discount_rate",
        label="Discount rate, % a year",
        help="How much less money counts a year from now. 0% to count all of it alike.",
        default=0.08,
        origin=assumed("an ordinary cost of capital; your finance team has its own"),
        group=PRICES,
    ),
)

LABELS = {f.name: f.label for f in INPUTS}

OUTPUTS = (
    Output("tuned_usd", "Tuning, in all", money),
    Output("prompting_usd", "Prompting, in all", money),
    Output("difference_usd", "Tuning minus prompting", money),
    Output("flip_calls_per_month", "Equal at", significant, missing="no volume", unit="calls a month"),
    Output("training_share", "Training run, share of tuning", percent_apart, missing="no share"),
    Output("people_share", "People, share of tuning", percent_apart, missing="no share"),
    Output("largest_line", "Largest line of tuning", TUNED.__getitem__, missing="none", quiet=True, kind="word"),
    Output("probability_tuned_cheaper", "Chance that tuning is cheaper", percent_apart, quiet=True),
    Output("tuned_lines", "Lines of tuning", total_cost_words.lines, quiet=True, kind="numbers"),
    Output("prompting_lines", "Lines of prompting", total_cost_words.lines, quiet=True, kind="numbers"),
    Output(
        "tornado",
        "What moves the difference",
        lambda rows: total_cost_words.moves(rows, LABELS),
        quiet=True,
        kind="rows",
    ),
)

CALCULATOR = Calculator(
    id="total-cost",
    version=1,
    title="What will it cost in all?",
    question="What will prompting and tuning cost in all?",
    inputs=INPUTS,
    outputs=OUTPUTS,
    refuse=refuse,
    compute=compute,
    sentence=total_cost_words.sentence,
    notes=total_cost_words.notes,
    working=total_cost_working.working,
    picture=total_cost_words.picture,
    picture_spec=charts.pairs,
    uncertain=tuple(f.name for f in INPUTS if f.name not in ("horizon_months", "evaluation_shared", "discount_rate")),
    headline="difference_usd",
    decision=lambda o: "tuning is cheaper" if o.difference_usd < 0 else "prompting is cheaper",
    over_ranges=over_ranges,
    says_spread=True,
    examples=(
        Example(
            "tickets sorted at volume", {"calls_per_month": "5M", "retrains_per_year": "2", "tuned_build_hours": "240"}
        ),
        Example(
            "completion as people type",
            {
                "calls_per_month": "20M to 60M",
                "prompt_usd_per_call": "0.0004",
                "tuned_usd_per_call": "0",
                "hosting_usd_per_month": "6k",
                "tuned_build_hours": "480",
            },
        ),
        Example(
            "a report of twenty fields",
            {
                "calls_per_month": "40k",
                "prompt_usd_per_call": "0.03",
                "tuned_usd_per_call": "0.002",
                "prompt_upkeep_hours_per_month": "20",
                "retrains_per_year": "2",
            },
        ),
        Example(
            "a good prompt made cheaper",
            {
                "calls_per_month": "1M to 4M",
                "prompt_usd_per_call": "0.045",
                "tuned_usd_per_call": "0.0013",
                "hosting_usd_per_month": "0",
                "data_usd": "9.3k",
                "training_usd_per_run": "1500",
            },
        ),
        Example(
            "a typical doomed project",
            {
                "calls_per_month": "60k",
                "prompt_usd_per_call": "0.004",
                "tuned_build_hours": "480 to 1200",
                "data_usd": "20k to 60k",
                "delay_usd_per_week": "5k to 20k",
            },
        ),
    ),
    formula_sources=(PRESENT_VALUE, BREAK_EVEN),
    leaves_out=(
        "Quality. Both options are taken to answer equally well; a cheaper answer that is wrong is not cheaper.",
        "Growth: the volume is the same every month.",
        "Other prices that move. Only the prompted price changes; hosting, people and the tuned call cost what they do "
        "today.",
        "Other ways to save: a smaller prompted model, a cascade, cached prompts or batches. Put their price in as the "
        "prompted model’s.",
        "Migrations of the prompt. Testing it on a new model is in its upkeep hours.",
        "Tax, and the value of what stays: a labelled set and a test set outlive both options.",
    ),
)
