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
    if (event.detail.elt.id === "tu-luu" && (!fields || fields.disabled)) { event.preventDefault(); }
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

  /* Đổi loại dòng: the numbers of all lines below follow at once. */
  doc.addEventListener("change", function (event) {
    var key = event.target.matches(".td-line__kind") && event.target.id.match(/^l(\d+)-kind$/);
    var owner = event.target.form;
    if (!key || !owner || !owner.requestSubmit) { return; }
    /* A hidden field and no button: htmx sends the button that was clicked, and none was. The
       answer draws the form anew, without it; a button pressed later comes after it and counts. */
    var act = doc.getElementById("act-loai") || doc.createElement("input");
    act.type = "hidden"; act.id = "act-loai"; act.name = "act"; act.value = "loai:" + key[1];
    owner.appendChild(act);
    owner.requestSubmit();
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
