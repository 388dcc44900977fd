/* campaigns.js: conveniences of the plan editor. Without it every one has its button. */
(function () {
  "use strict";
  var doc = document;
  function form() { return doc.getElementById("f-muc"); }

  /* Lưu ngầm: the element that saves stands beside the form; the form's state follows it. */
  /* While a button's answer is on its way the fields are disabled, and a disabled field is not
     sent: saved then, the form would be blank. The button has sent them; nothing is lost. */
  doc.addEventListener("htmx:configRequest", function (event) {
    var fields = doc.getElementById("f-hang");
    if (event.detail.elt.id === "tu-luu" && (writing || !fields || fields.disabled)) { event.preventDefault(); }
  });
  doc.addEventListener("htmx:beforeRequest", function (event) {
    var elt = event.detail.elt;
    if (elt.id === "tu-luu" && form()) { delete form().dataset.dirty; }
    /* The sheet that nobody sees is not drawn. */
    if (elt.id === "dang-dan" && !elt.closest(".td-preview").offsetParent) { event.preventDefault(); }
  });
  doc.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.elt.id !== "tu-luu" || !form()) { return; }
    /* A note being written is saved by its own button. */
    if (!event.detail.successful || form().dataset.note) { form().dataset.dirty = "1"; }
  });
  doc.addEventListener("input", function (event) {
    if (event.target.closest("#ghi-chu-mo") && form()) { form().dataset.note = "1"; }
  });

  /* Trang văn bản: the old sheets stay until the new ones are there, and only their own pane
     scrolls to the passage that is being written. The same pages only get their mark moved. */
  var marked; /* the line that the last request asked to mark */
  function addresses(scope) {
    return Array.prototype.map.call(scope.querySelectorAll(".td-sheet > img"), function (image) {
      return image.dataset.src || image.getAttribute("src");
    }).join(" ");
  }
  function moveMark(pane, job) {
    var fresh = job.querySelectorAll(".td-sheet");
    pane.querySelectorAll("[data-linemark]").forEach(function (mark) { mark.remove(); });
    pane.querySelectorAll(".td-sheet").forEach(function (sheet, place) {
      var mark = fresh[place].querySelector("[data-linemark]");
      if (mark) { sheet.appendChild(mark); }
    });
    job.replaceChildren();
  }
  doc.addEventListener("htmx:configRequest", function (event) {
    var now = doc.getElementById("dang-soan");
    if (event.detail.elt.id !== "dang-dan" || !now) { return; }
    /* Not left to hx-include: while a button's answer is on its way the field is disabled. */
    marked = event.detail.parameters.dong = now.value;
  });
  doc.addEventListener("htmx:afterSettle", function () {
    var job = doc.getElementById("dang-dan"), pane = doc.getElementById("trang-van-ban");
    follow();
    if (!job || !pane || !job.querySelector("#preview:not(.td-job)")) { return; }
    var top = pane.scrollTop, before = addresses(pane);
    if (before && before === addresses(job)) { moveMark(pane, job); } else { pane.replaceChildren.apply(pane, job.childNodes); }
    pane.scrollTop = top;
    var mark = pane.querySelector("[data-linemark] rect");
    if (!mark) { return; }
    var at = mark.getBoundingClientRect(), box = pane.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) { pane.scrollTop += at.top - box.top - box.height / 3; }
  });
  function follow() {
    var job = doc.getElementById("dang-dan"), now = doc.getElementById("dang-soan");
    if (job && now && marked !== undefined && now.value !== marked) { job.dispatchEvent(new Event("doi-dong")); }
  }

  /* An act without a button: htmx sends the button that was clicked, and none was. The answer
     draws the form anew, without these fields; a button pressed later comes after them and counts. */
  function act(value, more) {
    [["act", value], ["dan", more]].forEach(function (pair) {
      if (pair[1] === undefined) { return; }
      var field = doc.getElementById("viec-" + pair[0]) || form().appendChild(doc.createElement("textarea"));
      field.hidden = true; field.id = "viec-" + pair[0]; field.name = pair[0]; field.value = pair[1];
    });
    form().requestSubmit();
  }

  /* Đổi loại dòng: the numbers of all lines below follow at once. */
  doc.addEventListener("change", function (event) {
    var key = event.target.matches(".td-line__kind") && event.target.id.match(/^l(\d+)-kind$/);
    if (key && form()) { act("loai:" + key[1]); }
  });

  /* Dán từ Word, Excel: the server makes lines or cells of it; plain words are pasted plainly. */
  doc.addEventListener("paste", function (event) {
    var box = event.target, line = box.closest("[data-drag] > li:not(.is-closed)"), copied = event.clipboardData;
    if (!line || !copied || !box.matches(".td-line__in, .td-cell")) { return; }
    var id = line.id.slice(1), text = copied.getData("text/plain");
    var html = copied.getData("text/html").replace(/<style[^]*?<\/style>|<!--[^]*?-->/gi, "");
    var isCell = box.matches(".td-cell");
    if (isCell ? !/[\t\n]/.test(text.trim()) : !/<(p|li|h\d|tr)\b[^]*<(p|li|h\d|tr)\b/i.test(html)) { return; }
    event.preventDefault();
    act(isCell ? "dan-o:" + box.dataset.o + ":" + id : "dan:" + id, isCell ? text : html);
  });

  /* Kéo dòng: by its number, with mouse, pen or finger; Esc lets it go. The buttons do the same. */
  var dragged, below; /* below: the line it would stand before; null at the end */
  function show(line, name) {
    doc.querySelectorAll("." + name).forEach(function (one) { one.classList.remove(name); });
    if (line) { line.classList.add(name); }
  }
  function letGo() { show(null, "is-drag"); show(null, "is-drop"); dragged = below = undefined; }
  doc.addEventListener("pointerdown", function (event) {
    var mark = event.target.closest("[data-drag] > li:not(.is-closed) > .td-line__mark");
    if (!mark || event.button) { return; }
    event.preventDefault();
    mark.setPointerCapture(event.pointerId);
    dragged = mark.parentNode; show(dragged, "is-drag");
  });
  doc.addEventListener("pointermove", function (event) {
    if (!dragged) { return; }
    var list = dragged.parentNode, y = event.clientY, rows = Array.prototype.slice.call(list.children);
    below = rows.find(function (row) { var box = row.getBoundingClientRect(); return y < box.top + box.height / 2; }) || null;
    show(below || list, "is-drop");
    if (y < 90) { scrollBy(0, -14); } else if (y > innerHeight - 110) { scrollBy(0, 14); }
  });
  doc.addEventListener("pointerup", function () {
    var line = dragged, before = below;
    letGo();
    if (line && before !== undefined && before !== line) { act("dat:" + (before ? before.id.slice(1) : 0) + ":" + line.id.slice(1)); }
  });
  doc.addEventListener("pointercancel", letGo);
  /* Alt + Shift + ↑ ↓, as in Word: the line in hand goes up or down; Alt + Shift + Enter: a new one. */
  doc.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { letGo(); }
    var way = event.altKey && event.shiftKey && { ArrowUp: "len", ArrowDown: "xuong", Enter: "them" }[event.key];
    var button = way && event.target.closest("[data-drag] > li")?.querySelector("button[value^='" + way + ":']");
    if (button) { event.preventDefault(); button.click(); }
  });

  /* Gõ dấu: half a word is not saved by itself; what was held back goes once the word is there. */
  var writing = false;
  doc.addEventListener("compositionstart", function () { writing = true; });
  doc.addEventListener("compositionend", function (event) {
    writing = false;
    if (form() && form().contains(event.target)) { event.target.dispatchEvent(new Event("input", { bubbles: true })); }
  });

  /* The sheet shows the passage that is being written. */
  doc.addEventListener("focusin", function (event) {
    var line = event.target.closest(".td-line--in"), now = doc.getElementById("dang-soan");
    if (line && now) { now.value = line.dataset.place; follow(); }
  });

  /* On a phone the sections stand in one row: the present one is in sight. */
  function toSection() {
    var item = doc.querySelector(".td-outline [aria-current]"), row = item && item.closest("ol");
    if (row && row.scrollWidth > row.clientWidth) { row.scrollLeft = item.offsetLeft - row.offsetLeft - 16; }
  }
  toSection();
  doc.addEventListener("htmx:oobAfterSwap", toSection);
})();
