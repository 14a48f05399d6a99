// Makes one tree what another is, and leaves every node that need not change where it is: so what
// is focused, selected, scrolled or typed in it stays.

const KEYS = ["id", "data-block", "data-pair"];
const KEPT = "newsarchive-preview"; // the preview's own element, which no page has

export function morph(from, to) {
  if (from.isEqualNode(to)) return;
  attributes(from, to);
  let next = from.firstChild;
  const ours = new Map([...from.children].filter(keyOf).map((one) => [keyOf(one), one]));
  const theirs = new Set([...to.children].map(keyOf).filter(Boolean));
  for (const wanted of [...to.childNodes]) {
    while (isKept(next)) next = next.nextSibling;
    const found = match(next, wanted, ours, theirs);
    if (!found) {
      from.insertBefore(document.importNode(wanted, true), next);
      continue;
    }
    // What stands before it goes, rather than it moves: a node that moves loses its selection.
    while (next && next !== found && !isKept(next) && !theirs.has(keyOf(next))) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
    if (found === next) next = next.nextSibling;
    else from.insertBefore(found, next);
    if (found.nodeType === Node.ELEMENT_NODE) morph(found, wanted);
    else if (found.data !== wanted.data) text(found, wanted.data);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    if (!isKept(gone)) gone.remove();
  }
}

// The node that is to become `wanted`: the one of its key, else one of its kind: `next`, or the
// first after it that is already the same.
function match(next, wanted, ours, theirs) {
  const key = keyOf(wanted);
  if (key) {
    const found = ours.get(key);
    return found?.nodeName === wanted.nodeName ? found : null;
  }
  let first = null;
  for (let node = next, ahead = 0; node && ahead < 8; node = node.nextSibling, ahead += 1) {
    if (isKept(node) || node.nodeName !== wanted.nodeName || theirs.has(keyOf(node))) continue;
    if (node.isEqualNode(wanted)) return node;
    if (node === next) first = node;
  }
  return first;
}

function keyOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return undefined;
  const name = KEYS.find((one) => node.hasAttribute(one));
  return name && `${name}=${node.getAttribute(name)}`;
}

const isKept = (node) => node?.localName === KEPT;

function attributes(from, to) {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
}

// Only what differs between the ends that both have, so that a selection in those stays.
function text(node, data) {
  const old = node.data;
  let start = 0;
  while (start < old.length && old[start] === data[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, data.length) - start;
  while (end < most && old[old.length - 1 - end] === data[data.length - 1 - end]) end += 1;
  node.replaceData(start, old.length - start - end, data.slice(start, data.length - end));
}
