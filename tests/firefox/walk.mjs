// A walk through the site in Firefox, as a reader takes it.
//
// In (JSON on standard input): {firefox, url, requests}. Out: what was seen, and what went wrong. test_firefox.py has
// what it should have been.

import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const PATIENCE = 60_000;
const LIFT = "ft-calculator[name=lift]";
const SENTENCE = `${LIFT} [data-output=sentence]`;

const { firefox, url, requests } = JSON.parse(readFileSync(0, "utf8"));
const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true });
const trouble = [];

async function open(path, width = 1280) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (error) => trouble.push(`${path}: ${error.message}`));
  page.on("console", (said) => said.type() === "error" && trouble.push(`${path}: ${said.text()}`));
  page.on("request", (asked) => /^(http:\/\/127\.0\.0\.1:|data:)/.test(asked.url()) || trouble.push(asked.url()));
  await page.setViewport({ width, height: 844 });
  await page.goto(url + path);
  return page;
}

const sentence = (page) => page.$eval(SENTENCE, (element) => element.textContent.trim());

/** The result once it holds `words`; not by a function in the page, which the policy forbids to make from text. */
async function answerWith(page, words) {
  await page.waitForSelector(`${LIFT} ::-p-text(${words})`);
  return sentence(page);
}

try {
  const page = await open("trap/seductive-logic/");
  await page.click(`${LIFT} [name=items]`, { count: 3 });
  await page.keyboard.type("555");
  const live = await answerWith(page, "555 items");
  await page.waitForSelector(`${LIFT} .ft-drawing svg`);

  const replies = await page.evaluate(async (each) => {
    const script = document.querySelector("script[src*='/app-']");
    const { ask } = await import(new URL("runtime.js", script.src).href);
    const found = [];
    for (const request of each) found.push(JSON.stringify((await ask(request)).response));
    return found;
  }, requests);

  // The next page comes without a reload.
  await page.evaluate(() => void (window.stayed = true));
  await page.$eval(".md-footer__link--next", (link) => link.click());
  await page.waitForSelector("h1#what-it-involves");
  const next = { path: page.url().slice(url.length), stayed: await page.evaluate(() => window.stayed === true) };

  await page.keyboard.press("/");
  await page.waitForSelector(".md-search__input:focus");
  await page.keyboard.type("distillation");
  await page.waitForSelector(".md-search-result__item");
  const results = (await page.$$(".md-search-result__item")).length;

  const shared = await open("trap/seductive-logic/#lift?items=700&v=1");
  const linked = await answerWith(shared, "700 items");

  const sideways = {};
  for (const path of ["", "calculators/", "hidden-costs/", "decide/record/"]) {
    const narrow = await open(path, 320);
    const wider = await narrow.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wider > 0) sideways[path] = wider;
  }
  console.log(JSON.stringify({ live, linked, next, results, replies, sideways, trouble }));
} finally {
  await browser.close();
}
