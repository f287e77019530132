import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { client, findings, task } from "../app.ts";
import { ask } from "../server/client.ts";
import type { Answers } from "../server/protocol.ts";

export type State<T> = { answer: T; path: string } | { fault: string } | null;

/** In milliseconds: longer than between the keys of a word. */
const PAUSE = 120;

/** An answer that says what the last one said is no reason to draw anything anew. */
function isSame<T>(one: State<T>, other: State<T>): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What the server answers about the task file, asked anew whenever something may have changed. */
export function useAnswer<M extends keyof Answers>(
  method: M,
  params: Answers[M]["params"],
): ReadonlySignal<State<Answers[M]["answer"]>> {
  const state = useSignal<State<Answers[M]["answer"]>>(null);
  const { value: round } = findings.round;
  const { value: path } = task;
  useEffect(() => {
    let isOld = false;
    if (round === 0) return;
    const show = (next: State<Answers[M]["answer"]>) => {
      if (!isOld && !isSame(state.value, next)) state.value = next;
    };
    // who is writing gets findings with every key, and pictures with every pause
    const timer = setTimeout(
      () => {
        if (path === "") return show({ fault: "There is no task file: one has `steps:` in it." });
        ask(client, method, path, params).then(
          (answer) => show({ answer, path }),
          (error: { message?: string }) => show({ fault: error.message ?? String(error) }),
        );
      },
      state.value === null ? 0 : PAUSE,
    );
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [round, path, JSON.stringify(params)]);
  return state;
}
