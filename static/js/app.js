// Behaviours of public pages. Everything works without them.
import "./components/pop-menu.js";
import "./components/toast-stack.js";
import "./components/relative-time.js";
import "./components/error-summary.js";
import "./components/search-suggest.js";
import "./components/secret-guard.js";
import "./components/term-tip.js";
import "./components/announcement-bar.js";
import "./components/local-time.js";
import "./components/heading-links.js";
import { dropSent, startForgetting } from "./lib/kept.js";
import { startKeys } from "./lib/keys.js";
import { startTheme } from "./lib/theme.js";

dropSent();
startForgetting();
startKeys();
startTheme();
