import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { client, findings, task } from "../app.ts";
import { ask } from "../server/client.ts";
import type { Answers } from "../server/protocol.ts";

export type State<T> = { answer: T; path: string } | { fault: string } | null;

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
    if (path === "") state.value = { fault: "There is no task file: one has `steps:` in it." };
    else
      ask(client, method, path, params).then(
        (answer) => {
          if (!isOld && !isSame(state.value, { answer, path })) state.value = { answer, path };
        },
        (error: { message?: string }) => {
          if (!isOld) state.value = { fault: error.message ?? String(error) };
        },
      );
    return () => {
      isOld = true;
    };
  }, [round, path, JSON.stringify(params)]);
  return state;
}
