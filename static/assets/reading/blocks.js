// The blocks of a body, and what stands below it.

export const blocksOf = (body) => [...body.querySelectorAll(":scope > [data-block], :scope > [data-pair]")];

// What stands below a body and is of its text: corrections, and questions.
export const sectionsOf = (page) => [...page.querySelectorAll(".story > section")];

// The numbers of the first and the last English block that a block belongs to; nothing where it has
// none, or goes on with the block before.
export function spanOf(block) {
  const found = (block.dataset.pair ?? block.dataset.block).match(/^(\d+)(?:-(\d+))?$/);
  return found && [Number(found[1]), Number(found[2] ?? found[1])];
}

export const goesOn = (block) => block.dataset.pair === "+";
