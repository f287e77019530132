/**
 * Work that is wanted again and again, one at a time: however often it is asked for while it runs, it runs once more
 * afterwards. So the answer follows the typing as fast as it can, and no question is asked that nobody waits for.
 */
export function latest(work: () => Promise<void>): () => void {
  let running = false;
  let wanted = false;
  const run = async () => {
    running = true;
    try {
      do {
        wanted = false;
        await work();
      } while (wanted);
    } finally {
      running = false;
    }
  };
  return () => {
    if (running) wanted = true;
    else void run();
  };
}
