import { render } from "preact";
import { start } from "./app.ts";
import { Page } from "./page/Page.tsx";

start();
render(<Page />, document.getElementById("page") as HTMLElement);
