// Behaviours of staff pages, on top of the public ones.
import "./app.js";
import "./components/review-sheet.js";
