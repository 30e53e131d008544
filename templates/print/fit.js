/* Makes the type of a card smaller until nothing of it is cut off. The sizes were estimated when the page was made, so
   this seldom finds work; it runs at once, for printers that do not wait, and again when the fonts are there. */
"use strict";
(function () {
  var SMALLEST = 7.33; // px: 5.5 points
  function clipped(card) {
    return card.scrollHeight > card.clientHeight + 1 || card.scrollWidth > card.clientWidth + 1;
  }
  function fit() {
    var shrunk = 0, left = 0, cards = Array.from(document.querySelectorAll(".card"));
    cards.forEach(function (card) { if (card.style.fontSize) card.style.fontSize = ""; });
    cards.filter(clipped).forEach(function (card) {
      var size = parseFloat(getComputedStyle(card).fontSize);
      shrunk += 1;
      while (size > SMALLEST && clipped(card)) {
        size = Math.max(SMALLEST, size - 0.33);
        card.style.fontSize = size + "px";
      }
      if (clipped(card)) { card.classList.add("clipped"); left += 1; }
    });
    document.documentElement.dataset.shrunk = shrunk;
    document.documentElement.dataset.clipped = left;
    document.getElementById("fit").hidden = !left;
  }
  fit();
  document.fonts.ready.then(fit);
})();
