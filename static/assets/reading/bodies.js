// The two bodies of an article: the page's own, and the other one, fetched once it is asked for.

const PATIENCE = 15000; // milliseconds until a fetch that gives nothing is given up

export const blocksOf = (body) => [...body.querySelectorAll(":scope > [data-block], :scope > [data-pair]")];

// The blocks of the body of the page at `url`, as elements of this document.
export async function fetchBlocks(url, signal) {
  const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]) });
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const body = page.querySelector(".story .body");
  if (!body) throw new Error(`no body in ${url}`);
  return blocksOf(body).map((block) => document.adoptNode(block));
}

// The numbers of the English blocks that a block belongs to.
export const numbersOf = (block) =>
  (block.dataset.pair ?? block.dataset.block).split(" ").filter(Boolean).map(Number);
