// A run in which a test was skipped, or in which none ran, is a failed run.
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

export default class NoSkips implements Reporter {
  private skipped: string[] = [];
  private ran = 0;

  onTestEnd(test: TestCase, result: TestResult) {
    this.ran += 1;
    if (result.status === "skipped") this.skipped.push(test.titlePath().join(" › "));
  }

  onEnd(result: FullResult) {
    if (this.skipped.length > 0) console.error(`skipped:\n  ${this.skipped.join("\n  ")}`);
    if (this.ran === 0) console.error("no test ran");
    const sound = this.skipped.length === 0 && this.ran > 0;
    return { status: sound ? result.status : ("failed" as const) };
  }

  printsToStdio() {
    return false;
  }
}
