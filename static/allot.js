/* allot.js: keys in the grid of allotments. Without it Tab goes from cell to cell. */
(function () {
  "use strict";
  var grid = document.querySelector(".td-allot"), changes = [], before;
  if (!grid) { return; }
  document.getElementById("phim-o").hidden = false;
  function go(box, down, right) {
    var cell = box.closest("td"), row = cell.parentNode, next;
    do {
      if (down) { row = row[down > 0 ? "nextElementSibling" : "previousElementSibling"]; cell = row?.cells[cell.cellIndex]; }
      else { cell = cell[right > 0 ? "nextElementSibling" : "previousElementSibling"]; }
      next = cell?.querySelector("input:not([type=hidden])");
    } while (cell && !next);
    if (next) { next.focus(); next.select(); }
    return next;
  }
  grid.addEventListener("focusin", event => { before = event.target.value; });
  grid.addEventListener("focusout", event => {
    if (event.target.value !== before) { changes.push([event.target, before]); }
  });
  grid.addEventListener("keydown", event => {
    var box = event.target, key = event.key, start = box.selectionStart, end = box.selectionEnd;
    if (!box.matches("td input") || event.altKey || event.isComposing) { return; }
    if (event.ctrlKey || event.metaKey) {
      /* What is typed in the cell in hand the browser takes back itself. */
      if (key.toLowerCase() !== "z" || event.shiftKey || box.value !== before || !changes.length) { return; }
      event.preventDefault();
      [box, key] = changes.pop();
      box.value = key; box.focus(); box.select(); before = key;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    var down = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[key];
    var whole = start === 0 && end === box.value.length;
    var right = (whole || start === end) && (key === "ArrowLeft" && start === 0 ? -1 : key === "ArrowRight" && end === box.value.length ? 1 : 0);
    if (key === "Enter" || down) { event.preventDefault(); go(box, down); }
    else if (right && go(box, 0, right)) { event.preventDefault(); }
  });
})();
