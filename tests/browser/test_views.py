"""Key views look as they did when somebody last looked: `make test ARGS="-k test_views --renew-views"` keeps new ones.

Views are compared small and in grey, so that another machine's edges of letters do not matter, and a part that has
moved, gone or lost its colours does.
"""

import base64
import pathlib

import pytest

KEPT = pathlib.Path(__file__).with_name("views")
# Name: the page, the part of it (None for what the window shows first), width, theme.
VIEWS = {
    "home": ("", None, 1280, "light"),
    "home-phone-dark": ("", None, 390, "dark"),
    "section-dark": ("trap/seductive-logic/", None, 1280, "dark"),
    "calculator": ("trap/seductive-logic/", "ft-calculator", 1280, "light"),
    "calculator-phone": ("trap/seductive-logic/", "ft-calculator", 390, "light"),
    "gallery": ("calculators/", ".ft-gallery", 1280, "light"),
}
# A view is cut into squares of this many pixels; one differs where its grey does by more than so many of 255.
SQUARE, GREY = 12, 36
# The share of squares that may differ.
ALLOWED = 0.02
COMPARE = """async ([one, two, square, grey]) => {
  const shades = async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(image.width / square);
    canvas.height = Math.ceil(image.height / square);
    const brush = canvas.getContext("2d");
    brush.imageSmoothingQuality = "high";
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
    const found = [];
    for (let i = 0; i < data.length; i += 4) found.push((data[i] + data[i + 1] + data[i + 2]) / 3);
    return { size: [canvas.width, canvas.height], found };
  };
  const [kept, now] = [await shades(one), await shades(two)];
  if (kept.size.some((side, i) => Math.abs(side - now.size[i]) > 2)) return 1;
  const width = Math.min(kept.size[0], now.size[0]);
  const height = Math.min(kept.size[1], now.size[1]);
  let differ = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      differ += Math.abs(kept.found[y * kept.size[0] + x] - now.found[y * now.size[0] + x]) > grey;
  return differ / (width * height);
}"""


def shown(picture):
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def difference(page, one, two):
    """The share of squares in which two pictures differ; 1 where their sizes do."""
    return page.evaluate(COMPARE, [shown(one), shown(two), SQUARE, GREY])


def taken(chromium, host, name):
    path, part, width, scheme = VIEWS[name]
    context = chromium.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    try:
        page = context.new_page()
        page.goto(host.url + path)
        page.evaluate("document.fonts.ready.then(() => undefined)")
        target = page.locator(part).first if part else page
        return target.screenshot(animations="disabled")
    finally:
        context.close()


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_looks_as_it_did(chromium, host, name, request):
    picture = taken(chromium, host, name)
    kept = KEPT / f"{name}.png"
    if request.config.getoption("--renew-views"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(picture)
    page = chromium.new_page()
    try:
        assert difference(page, kept.read_bytes(), picture) <= ALLOWED
    finally:
        page.close()


def test_a_part_that_has_moved_or_gone_is_noticed(chromium, host):
    """The same comparison does fail: another theme, and an answer pushed down by three lines."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", bypass_csp=True)
    try:
        page.goto(host.url + "trap/seductive-logic/")
        calculator = page.locator("ft-calculator")
        before = calculator.screenshot()
        page.add_style_tag(content=".ft-sentence { position: relative; top: 4.5em }")
        assert difference(page, before, calculator.screenshot()) > ALLOWED
        page.add_style_tag(content=".ft-sentence { display: none }")
        assert difference(page, before, calculator.screenshot()) > ALLOWED
    finally:
        page.close()
