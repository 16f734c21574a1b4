// Whether a text still being typed may be sent to ask for suggestions: the page's <secret-guard> knows.
export async function mayAsk(text) {
  const detail = { text, answer: true };
  dispatchEvent(new CustomEvent("secret-guard:ask", { detail }));
  return detail.answer;
}
