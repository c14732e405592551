// Copies the text beside a button, and says so. Without scripts there is no button, and the text can be selected. Over plain HTTP,
// as within a VPN, browsers offer no clipboard: there the text is selected and copied as if by keyboard.
"use strict";
(() => {
  const SHOWN_MS = 1500;
  const said = document.getElementById("said");

  const copySelected = (text) => {
    const selection = document.getSelection();
    selection.selectAllChildren(text);
    const isCopied = document.execCommand("copy");
    // What could not be copied stays selected: the reader's own keys do the rest.
    if (isCopied) selection.removeAllRanges();
    return isCopied;
  };
  const copy = (text) =>
    navigator.clipboard
      ? navigator.clipboard.writeText(text.textContent).then(() => true, () => copySelected(text))
      : Promise.resolve(copySelected(text));

  document.documentElement.classList.add("can-copy");
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    if (!button || button.dataset.label || !(await copy(button.parentElement.querySelector("pre")))) return;
    button.dataset.label = button.textContent;
    said.textContent = button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = button.dataset.label;
      delete button.dataset.label;
      said.textContent = "";
    }, SHOWN_MS);
  });
})();
