// The list of the queue. Whatever the public wrote is set with textContent and never as markup.
const ICONS = {
  urgent: "M8 1.5 15 14H1L8 1.5Zm0 4.3v4m0 1.9v.2",
  hoax: "M8 1.3 13.7 3.4v4.2c0 3.4-2.3 5.8-5.7 7.1-3.4-1.3-5.7-3.7-5.7-7.1V3.4L8 1.3ZM6.1 6.4c.1-1.1.9-1.7 2-1.7 1 0 1.8.7 1.8 1.6 0 1.4-1.9 1.4-1.9 2.9m0 1.8v.1",
  unassessed: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 4.6V8l2.3 1.7",
  response: "M2 2.6h12v8.2H7.2L4 13.6v-2.8H2V2.6Zm3 2.9h6M5 8h4",
  hidden: "M1.5 8S4 3.6 8 3.6 14.5 8 14.5 8 12 12.4 8 12.4 1.5 8 1.5 8Zm1-6 11 12",
  read: "M1.5 8S4 3.6 8 3.6 14.5 8 14.5 8 12 12.4 8 12.4 1.5 8 1.5 8Zm6.5-2a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  abusive: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM5.5 11c1.2-1.7 3.8-1.7 5 0M5 5.6l1.6.9m4.4-.9-1.6.9",
  sara: "M5.4 2.2a2 2 0 1 0 0 4 2 2 0 0 0 0-4Zm5.2 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM1.6 13c0-2.6 1.6-4.2 3.8-4.2 1.1 0 2 .4 2.6 1 .6-.6 1.5-1 2.6-1 2.2 0 3.8 1.6 3.8 4.2",
  spam: "M5.3 1.6h5.4l3.7 3.7v5.4l-3.7 3.7H5.3l-3.7-3.7V5.3l3.7-3.7ZM8 4.8v3.8m0 2.2v.2",
  alike: "M5.4 5.4V2h8.6v8.6h-3.4M2 5.4h8.6V14H2V5.4Z",
  done: "m3 8.4 3.4 3.4L13 4.6",
};
const SVG = "http://www.w3.org/2000/svg";

function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

function icon(kind) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[kind] || ICONS.response);
  svg.append(path);
  return svg;
}

function chip(kind, label, spoken) {
  const made = element("span", `chip ${kind}`);
  const words = element("span", "", label);
  if (spoken) {
    made.title = spoken;
    words.setAttribute("role", "img");
    words.setAttribute("aria-label", spoken);
  }
  made.append(icon(kind), words);
  return made;
}

function row(line) {
  const made = element("button", line.past ? "row decided" : "row");
  made.type = "button";
  made.dataset.id = line.id;
  made.setAttribute("role", "option");
  const top = element("span", "top");
  line.chips.forEach((one) => top.append(chip(one.kind, one.label, one.spoken)));
  top.append(element("span", "when", line.when));
  const text = element("span", "text", line.text);
  text.dir = "auto";
  made.append(top, text, element("span", "meta", line.meta));
  if (line.decided) made.append(chip("done", line.decided));
  return made;
}

function typing(event) {
  const target = event.target;
  return event.ctrlKey || event.metaKey || event.altKey || target.isContentEditable
    || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

// Streamlit writes the component's HTML anew with every answer; what must outlive that hangs on its parent.
const kept = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("#list");
  const before = kept.get(parentElement) || { picks: 0, selected: null, scrolled: 0, ids: "", focused: false };
  const { lines } = data;
  // an answer to an older choice must not take the mark away from a newer one
  let picks = Math.max(data.picks, before.picks);
  let selected = data.picks < picks ? before.selected : data.selected;
  const ids = lines.map((line) => line.id).join();
  list.replaceChildren(...lines.map(row));
  if (ids === before.ids) list.scrollTop = before.scrolled;

  const keep = () => kept.set(parentElement, {
    picks, selected, ids, scrolled: list.scrollTop, focused: list.getRootNode().activeElement?.parentElement === list,
  });
  const mark = () => {
    keep();
    for (const one of list.children) one.setAttribute("aria-selected", String(Number(one.dataset.id) === selected));
  };
  const choose = (index) => {
    if (index < 0 || index >= lines.length) return;
    selected = lines[index].id;
    picks += 1;
    mark();
    list.children[index].scrollIntoView({ block: "nearest" });
    setTriggerValue("picked", { id: selected, picks });
    // on a telephone the comment takes the list's place: begin at its top
    if (matchMedia("(max-width: 760px)").matches) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  };
  mark();
  if (before.focused) list.querySelector("[aria-selected=true]")?.focus({ preventScroll: true });
  list.onscroll = keep;
  list.onfocusin = keep;
  [...list.children].forEach((one, index) => { one.onclick = () => choose(index); });

  const onKey = (event) => {
    if (typing(event) || event.repeat && event.key === "Enter") return;
    const index = lines.findIndex((line) => line.id === selected);
    if (event.key === "j" || event.key === "J") choose(index + 1);
    else if (event.key === "k" || event.key === "K") choose(index - 1);
    else if (event.key === "Enter" && event.target === document.body) {
      document.querySelector(".st-key-input_laporan textarea")?.focus();
      event.preventDefault();
    }
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
