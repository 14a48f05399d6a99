import { feedPlugin } from "@11ty/eleventy-plugin-rss";
import syntaxHighlight from "@11ty/eleventy-plugin-syntaxhighlight";

const SITE = { title: "The Generated Archive", url: "https://archive.example" };
const PAGE_SIZE = 50;

/** The articles by each of the names that `namesOf` gives, newest first, the names in order. */
function grouped(articles, namesOf) {
  const groups = new Map();
  for (const article of articles) {
    for (const name of namesOf(article)) {
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(article);
    }
  }
  return new Map([...groups].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** One entry for each page of each group's list. */
function pagesOf(groups, root, slugify) {
  return [...groups].flatMap(([name, articles]) => {
    const url = `/${root}/${slugify(name)}/`;
    const total = Math.ceil(articles.length / PAGE_SIZE);
    const urlOf = (page) => (page === 1 ? url : `${url}page/${page}/`);
    return Array.from({ length: total }, (_, at) => ({
      name,
      count: articles.length,
      number: at + 1,
      total,
      url: urlOf(at + 1),
      newer: at > 0 ? urlOf(at) : "",
      older: at + 1 < total ? urlOf(at + 2) : "",
      articles: articles.slice(at * PAGE_SIZE, (at + 1) * PAGE_SIZE),
    }));
  });
}

export default function (config) {
  config.setUseGitIgnore(false);
  config.addPassthroughCopy({ static: "." });
  config.addGlobalData("site", SITE);
  config.addPlugin(syntaxHighlight);
  config.addPlugin(feedPlugin, {
    type: "rss",
    outputPath: "/feed.xml",
    collection: { name: "articles", limit: PAGE_SIZE },
    metadata: { language: "en", title: SITE.title, base: `${SITE.url}/` },
  });

  const slugify = config.getFilter("slugify");
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("minutes", (html) => Math.ceil(html.split(/\s+/).length / 213));
  config.addFilter("first", (list, count) => list.slice(0, count));

  // Counted once for a build, not once for a page.
  let topics, months, places;
  config.addCollection("articles", (api) => {
    const articles = api.getFilteredByGlob("content/articles/**/*.md");
    articles.sort((one, other) => one.date - other.date);
    const newest = articles.toReversed();
    topics = grouped(newest, (article) => article.data.topics);
    months = grouped(newest, (article) => [article.data.month]);
    places = new Map(articles.map((article, at) => [article.url, at]));
    return articles;
  });
  config.addCollection("topicPages", () => pagesOf(topics, "topics", slugify));
  config.addCollection("monthPages", () => pagesOf(months, "months", slugify));
  config.addFilter("topicCount", (name) => topics.get(name).length);
  config.addFilter("monthCount", (name) => months.get(name).length);
  config.addFilter("neighbour", (articles, url, step) => articles[places.get(url) + step]);

  return {
    dir: { input: "content", includes: "../_includes", output: "public" },
    markdownTemplateEngine: false,
  };
}
