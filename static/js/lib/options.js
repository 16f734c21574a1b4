// Suggestions from the server as list options; text stays text.
export function optionsFor(suggestions, prefix) {
  return suggestions.map((suggestion, at) => {
    const option = element("li", "search__option");
    option.id = `${prefix}-${at}`;
    option.dataset.url = suggestion.url;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const title = element("span", "search__option-title");
    title.lang = suggestion.language;
    title.dir = suggestion.direction;
    for (const [text, found] of suggestion.title) title.append(found ? element("mark", "", text) : text);
    option.append(title, element("span", "search__option-place", suggestion.category));
    return option;
  });
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
