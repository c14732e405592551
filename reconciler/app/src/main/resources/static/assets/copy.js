// Copies the text beside a button. Without script there is no button, and the text can be selected.
'use strict';
if (navigator.clipboard) {
  document.documentElement.classList.add('can-copy');
  document.addEventListener('click', async event => {
    const button = event.target.closest('button.copy');
    if (!button) return;
    await navigator.clipboard.writeText(button.parentElement.querySelector('pre').textContent);
    const said = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = said; }, 1500);
  });
}
