// An article's page states the numbers of its own day, so that it never changes; this brings today's.

const section = document.querySelector("[data-counts]");

if (section) {
  new IntersectionObserver((entries, observer) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      observer.disconnect();
      update(section);
    }
  }, { rootMargin: "50%" }).observe(section);
}

async function update(section) {
  let counts;
  try {
    const response = await fetch(section.dataset.counts);
    if (!response.ok) return;
    counts = await response.json();
  } catch {
    return; // the numbers on the page, and what it says of them, still hold
  }
  const note = section.querySelector(".asof");
  const language = document.documentElement.lang;
  const plural = new Intl.PluralRules(language);
  const digits = new Intl.NumberFormat(language);
  const show = (element, count) => {
    if (count === undefined) return;
    const form = note.dataset[plural.select(count)] ?? note.dataset.other;
    element.textContent = form.replace("{n}", digits.format(count));
  };
  for (const element of section.querySelectorAll("[data-topic]")) {
    show(element, counts.topics[element.dataset.topic]);
  }
  for (const element of section.querySelectorAll("[data-month]")) {
    show(element, counts.months[element.dataset.month]);
  }
  note.textContent = note.dataset.now;
}
