// A procedure as boxes from top to bottom, its ways back as arrows at the side. Text is set with textContent only.
const SVG = "http://www.w3.org/2000/svg";
const LANE = 13;

function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

function box(step) {
  const made = element("li", `box ${step.state}`);
  if (step.state === "kini") made.setAttribute("aria-current", "step");
  const head = element("p", "title");
  head.append(element("span", "number", step.number), element("span", "", step.title));
  made.append(head, element("p", "who", step.who));
  for (const line of step.lines) made.append(element("p", "line", line));
  return made;
}

function path(shape, name) {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("d", shape);
  made.setAttribute("class", name);
  return made;
}

// Each way back has a lane of its own, the longest one outside, so that no two lines lie on each other.
function arrows(flow, svg, boxes, backs) {
  const shapes = [];
  backs.forEach((back, lane) => {
    const start = boxes[back.start], end = boxes[back.end];
    const right = start.offsetLeft + start.offsetWidth, out = right + LANE * (lane + 1);
    const from = start.offsetTop + start.offsetHeight / 2 + lane * 3;
    const to = end.offsetTop + Math.min(end.offsetHeight / 2, 22) + lane * 5;
    shapes.push(path(`M${right} ${from}H${out - 5}q5 0 5-5V${to + 5}q0-5-5-5H${right + 2}`, "way"));
    shapes.push(path(`M${right + 8} ${to - 4}L${right + 1} ${to}l7 4`, "way head"));
  });
  svg.setAttribute("width", flow.offsetWidth);
  svg.setAttribute("height", flow.offsetHeight);
  svg.replaceChildren(...shapes);
}

export default function ({ data, parentElement }) {
  const flow = parentElement.querySelector("#flow");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const boxes = data.steps.map(box);
  flow.style.paddingRight = `${LANE * (data.backs.length + 1)}px`;
  flow.replaceChildren(element("li", "end", "mulai"), ...boxes, element("li", "end", "selesai"), svg);
  const watch = new ResizeObserver(() => arrows(flow, svg, boxes, data.backs));
  watch.observe(flow);
  return () => watch.disconnect();
}
