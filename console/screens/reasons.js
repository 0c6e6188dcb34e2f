// The reasons of a verdict. Whatever was written elsewhere is set with textContent and never as markup.
function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

function line(one) {
  const made = element("li", "line");
  const said = element("span", "said");
  said.append(element("span", "", one.text));
  one.terms.forEach((term) => {
    const word = element("q", "term", term);
    word.dir = "auto";
    said.append(" ", word);
  });
  made.append(element("span", "source", one.source), said);
  return made;
}

function group(one) {
  const made = element("section", `group ${one.kind}`);
  const head = element("p", "head");
  head.append(element("strong", "", one.label));
  if (one.sure) head.append(element("span", "sure", one.sure));
  const list = element("ul", "lines");
  list.append(...one.lines.map(line));
  made.append(head, list);
  return made;
}

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector("#reasons");
  place.replaceChildren(...data.groups.map(group), ...data.foot.map((text) => element("p", "foot", text)));
}
