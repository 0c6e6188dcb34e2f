// A text with words marked. The text is set with textContent and never as markup.
export default function ({ data, parentElement }) {
  const text = parentElement.querySelector("#text");
  text.dir = "auto";
  text.replaceChildren(...data.pieces.map((piece) => {
    const made = document.createElement(piece.kind ? "mark" : "span");
    if (piece.kind) made.className = piece.kind;
    if (piece.why) made.title = piece.why;
    made.textContent = piece.text;
    return made;
  }));
}
