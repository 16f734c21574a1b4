// The agent's room: articles go into the answer, and the page follows when the chat changes hands.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-insert]");
  const box = document.querySelector("chat-room textarea");
  if (!button || !box) return;
  box.setRangeText(`${box.value && !/\s$/.test(box.value) ? " " : ""}${button.dataset.insert} `, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
});

// Its buttons depend on whose it is: fetch them again rather than guess.
document.addEventListener("chat:moved", async (event) => {
  const room = event.target;
  try {
    const answer = await fetch(room.dataset.http, { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of [".toolbar__end", ".chat__state"]) {
      const [now, then] = [room.querySelector(part), fresh.querySelector(`chat-room ${part}`)];
      if (now && then) now.replaceChildren(...then.childNodes);
    }
  } catch {
    // Without an answer the old buttons stay; the server refuses what no longer applies.
  }
});
