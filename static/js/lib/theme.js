// Changing the appearance without loading the page again; the form alone does it too.
export function startTheme() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    const theme = event.submitter?.value;
    if (!form || !theme) return;
    event.preventDefault();
    document.documentElement.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-form] button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
    const answer = new FormData(form);
    answer.set("theme", theme);
    fetch(form.action, { method: "POST", body: answer, redirect: "manual" });
  });
}
