/* passkeys.js: asks the browser for a passkey and sends its answer in the form. Pages that use
   it work without it: a password and a code do the same. */
(function () {
  "use strict";
  var doc = document;
  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (char) { return char.charCodeAt(0); });
  }
  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function prepared(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) { options.user.id = bytes(options.user.id); }
    ["excludeCredentials", "allowCredentials"].forEach(function (name) {
      (options[name] || []).forEach(function (key) { key.id = bytes(key.id); });
    });
    return options;
  }
  function packed(key) {
    var said = key.response, answer = { clientDataJSON: text(said.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (said[name]) { answer[name] = text(said[name]); }
    });
    return JSON.stringify({
      id: key.id, rawId: text(key.rawId), type: key.type, response: answer,
      authenticatorAttachment: key.authenticatorAttachment,
      clientExtensionResults: key.getClientExtensionResults()
    });
  }
  /* Why there was none, in words that say what to do; who failed is named: the net, the server,
     the key, else the browser. */
  var WHY = {
    InvalidStateError: "Thiết bị này đã có khóa của tài khoản.",
    NotAllowedError: "Chưa dùng khóa nào: hộp hỏi đã bị đóng hoặc chờ quá lâu. Bấm nút lần nữa.",
    away: "Chưa kết nối được với máy chủ. Kiểm tra mạng rồi bấm nút lần nữa.",
    often: "Đã thử nhiều lần. Chờ ít phút rồi bấm nút lần nữa.",
    over: "Phiên làm việc đã hết. Tải lại trang rồi đăng nhập.",
    server: "Máy chủ đang gặp lỗi; khóa và trình duyệt vẫn dùng được. Chờ ít phút rồi bấm nút lần nữa."
  };
  function why(error) {
    return WHY[error && error.name] || "Trình duyệt chưa dùng được khóa truy cập ở đây. Dùng cách khác, hoặc thử trình duyệt mới hơn.";
  }
  function failed(name) { return function () { throw { name: name }; }; }
  function read(response) {
    if (response.redirected) { failed("over")(); }
    if (!response.ok) { failed(response.status === 429 ? "often" : "server")(); }
    return response.json().catch(failed("server"));
  }
  doc.querySelectorAll("form[data-passkey]").forEach(function (form) {
    if (!window.PublicKeyCredential || !navigator.credentials) {
      form.querySelectorAll("[data-passkey-part]").forEach(function (part) { part.hidden = true; });
      form.querySelectorAll("[data-passkey-none]").forEach(function (part) { part.hidden = false; });
      return;
    }
    form.addEventListener("submit", function (event) {
      var field = form.elements.answer, note = form.querySelector("[data-passkey-note]");
      if (field.value) { return; }
      event.preventDefault();
      event.stopPropagation(); /* not yet on its way: app.js counts it when it is */
      note.hidden = true;
      fetch(form.dataset.options, { credentials: "same-origin", headers: { Accept: "application/json" } })
        .then(read, failed("away"))
        .then(function (options) { return navigator.credentials[form.dataset.passkey]({ publicKey: prepared(options) }); })
        .then(function (key) { field.value = packed(key); form.requestSubmit(); })
        .catch(function (error) { note.textContent = why(error); note.hidden = false; });
    });
  });
})();
