/* reports.js: turning pages without loading the page, enlarging. Everything works
   without it: the controls are links. */
(function () {
  "use strict";
  var doc = document;
  function one(selector, scope) { return (scope || doc).querySelector(selector); }

  /* Trang văn bản */
  var viewer = one("[data-viewer]"), data = one("#viewer-pages");
  if (viewer && data) {
    var pages = JSON.parse(data.textContent), image = one("[data-viewer-image]", viewer);
    var pane = one("[data-viewer-pane]", viewer), where = one("[data-viewer-where]", viewer);
    var scales = [100, 125, 150, 200], scale = 0;
    var current = pages.findIndex(page => page.now);

    /* The next page is fetched by who turns pages, or is about to: not by who reads one. */
    var ahead = () => {
      var next = pages[current + 1], it = new Image();
      if (next) { it.sizes = image.sizes; it.srcset = next.sheet.srcset; }
    };
    var show = index => {
      if (index < 0 || index >= pages.length || index === current) { return false; }
      current = index;
      var page = pages[index], sheet = page.sheet;
      image.srcset = sheet.srcset;
      image.src = sheet.url;
      image.height = sheet.height;
      image.parentNode.classList.toggle("td-sheet--across", sheet.across);
      image.alt = "Trang " + page.number + " trên " + pages.length + "; nội dung có ở bản chữ";
      where.innerHTML = "<b>Trang " + page.number + "</b> / " + pages.length;
      pane.scrollLeft = 0;
      viewer.querySelectorAll(".td-thumbs a").forEach((link, at) => {
        if (at === index) { link.setAttribute("aria-current", "page"); link.scrollIntoView({ block: "nearest" }); } else { link.removeAttribute("aria-current"); }
      });
      viewer.querySelectorAll("[data-viewer-step]").forEach(link => {
        var next = pages[index + Number(link.dataset.viewerStep)];
        if (next) { link.href = next.url; link.removeAttribute("aria-disabled"); link.removeAttribute("role"); } else { link.removeAttribute("href"); link.setAttribute("aria-disabled", "true"); link.setAttribute("role", "link"); }
      });
      history.replaceState(null, "", page.url);
      ahead();
      return true;
    };
    var top = () => { if (viewer.getBoundingClientRect().top < 0) { viewer.scrollIntoView(); } };

    viewer.addEventListener("click", event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      var step = event.target.closest("[data-viewer-step]"), thumb = event.target.closest(".td-thumbs a"), zoom = event.target.closest("[data-viewer-zoom]");
      if (step) { event.preventDefault(); show(current + Number(step.dataset.viewerStep)); }
      if (thumb) { event.preventDefault(); show([].indexOf.call(viewer.querySelectorAll(".td-thumbs a"), thumb)); top(); }
      if (zoom) {
        scale = Math.max(0, Math.min(scales.length - 1, scale + Number(zoom.dataset.viewerZoom)));
        viewer.dataset.scale = scales[scale];
        image.sizes = 0.42 * scales[scale] + "rem";
        one("[data-viewer-scale]", viewer).textContent = scale ? scales[scale] + "%" : "Vừa trang";
        viewer.querySelectorAll("[data-viewer-zoom]").forEach(button => {
          var end = scale === (button.dataset.viewerZoom < 0 ? 0 : scales.length - 1);
          if (end) { button.setAttribute("aria-disabled", "true"); } else { button.removeAttribute("aria-disabled"); }
        });
      }
    });
    /* Only while the page itself has the focus, and never when the arrows have to scroll it. */
    pane.addEventListener("keydown", event => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      var wide = pane.scrollWidth > pane.clientWidth + 1;
      var step = { ArrowLeft: wide ? 0 : -1, ArrowRight: wide ? 0 : 1 }[event.key] || 0;
      if (step && show(current + step)) { event.preventDefault(); top(); }
    });
    one("[data-viewer-zoom='-1']", viewer).setAttribute("aria-disabled", "true");
    ["pointerover", "focusin"].forEach(kind => {
      viewer.addEventListener(kind, event => { if (event.target.closest("[data-viewer-step='1']")) { ahead(); } });
    });
  }

  /* Dòng đang soạn: the marked place of the draft comes into sight. */
  function toMark(scope) {
    var mark = one("[data-linemark] rect", scope);
    if (mark) { mark.scrollIntoView({ block: "center" }); }
  }
  if (new URLSearchParams(location.search).has("dong")) { addEventListener("load", () => { toMark(doc); }); }
  doc.addEventListener("htmx:afterSettle", event => {
    if (one("[data-preview]", event.target.parentNode || doc)) { toMark(event.target.parentNode || doc); }
  });

  /* Trang công khai đang chờ kết luận: it looks again, and says so beside a link that does the same. */
  var again = one("[data-again]");
  if (again) { setTimeout(() => { location.replace(again.href); }, 2500); }

  /* Ban hành: the question comes once the server has found nothing wrong with the form. */
  doc.addEventListener("htmx:afterSettle", () => {
    var dialog = one("#hoi-ban-hanh:not([open])"), button = one("#issue-form button");
    if (!dialog || dialog.dataset.asked) { return; }
    dialog.dataset.asked = "1"; /* "Để sau" leaves it shut, whatever else settles */
    button.focus(); /* where the focus comes back to */
    dialog.showModal();
  });

})();
