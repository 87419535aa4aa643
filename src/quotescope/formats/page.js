"use strict";
(() => {
  const article = document.querySelector("article");
  const card = document.querySelector(".card");
  const buttons = [...document.querySelectorAll(".speakers button")];
  const marked = [...article.querySelectorAll("[data-quote]")];
  const numbers = (element) => element.dataset.quote.split(" ");

  // A quotation, its cue and its mention light up together, under the pointer or the focus.
  function link(element) {
    const chosen = element && !element.classList.contains("muted") ? numbers(element) : [];
    for (const other of marked) {
      const together = numbers(other).some((number) => chosen.includes(number));
      other.classList.toggle("linked", together && !other.classList.contains("muted"));
    }
    const labels = marked
      .filter((other) => other.classList.contains("linked") && other.hasAttribute("aria-label"))
      .map((other) => other.getAttribute("aria-label"));
    card.classList.toggle("shown", labels.length > 0);
    if (labels.length) card.textContent = labels.join("; ");
  }

  // Only one speaker's quotations stay marked; null shows all.
  function choose(speaker) {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.speaker === speaker));
    }
    article.classList.toggle("filtered", speaker !== null);
    for (const element of marked) {
      const muted = speaker !== null && element.dataset.speaker !== speaker;
      element.classList.toggle("muted", muted);
      if (element.hasAttribute("role")) element.tabIndex = muted ? -1 : 0;
    }
    link(null);
  }

  const under = (event) => event.target.closest?.("[data-quote]");
  article.addEventListener("pointerover", (event) => link(under(event)));
  article.addEventListener("pointerleave", () => link(document.activeElement?.closest("[role=group]")));
  article.addEventListener("focusin", (event) => link(under(event)));
  article.addEventListener("focusout", () => link(null));
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const pressed = button.getAttribute("aria-pressed") === "true";
      choose(pressed ? null : button.dataset.speaker);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose(null);
  });
})();
