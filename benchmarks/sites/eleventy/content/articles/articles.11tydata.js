export default {
  layout: "article.njk",
  permalink: (data) => `/${data.month.replace("-", "/")}/${data.page.fileSlug}/`,
};
