// homes.js is written by the build: the way from it to the site's root, from there the page of each calculator, by its id,
// and the page that lists them all.
declare const homes: { root: string; pages: Record<string, string>; all: string };
export default homes;
