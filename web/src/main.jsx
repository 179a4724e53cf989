// Entry: puts the app on the page.
import { render } from "preact";
import { App } from "./app.jsx";
import { applyTheme } from "./theme.js";
import "./styles/index.css";

applyTheme();
render(<App />, document.getElementById("app"));
