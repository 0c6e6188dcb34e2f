// Runs in the page: notes when the person clicked, when words went to the server and came back, and when what was
// asked for had been painted. All times are of performance.now().
(() => {
  const clock = { sent: [], received: [] };
  window.simakClock = clock;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...words) {
    if (!this.simakHeard) {
      this.simakHeard = true;
      this.addEventListener("message", () => clock.received.push(performance.now()));
    }
    clock.sent.push(performance.now());
    return send.apply(this, words);
  };
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  }));
  const visible = (selector) => {
    const found = document.querySelector(selector);
    return found !== null && found.getClientRects().length > 0;
  };
  const appears = (selector) => new Promise((done) => {
    const look = () => { if (visible(selector)) { watch.disconnect(); painted().then(done); } };
    const watch = new MutationObserver(look);
    watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
    look();
  });
  window.simakMeasure = (detail, panel) => {
    clock.sent.length = clock.received.length = 0;
    const clicked = new Promise((done) => window.addEventListener(
      "click", (event) => done(event.timeStamp), { capture: true, once: true }));
    const waiting = Promise.all([clicked, appears(detail), appears(panel)]);
    window.simakResult = waiting.then(([at, seen, whole]) => ({
      detail: seen - at, panel: whole - at,
      sent: (clock.sent.find((time) => time >= at) ?? at) - at,
      first: (clock.received.find((time) => time >= at) ?? at) - at,
    }));
  };
})();
