// A text with its changes marked. The text is set with textContent and never as markup.
const TAGS = { same: "span", gone: "del", new: "ins" };

export default function ({ data, parentElement }) {
  const text = parentElement.querySelector("#text");
  text.dir = "auto";
  text.replaceChildren(...data.pieces.map((piece) => {
    const made = document.createElement(TAGS[piece.kind] || "span");
    made.textContent = piece.text;
    return made;
  }));
}
