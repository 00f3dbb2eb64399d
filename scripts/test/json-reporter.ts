import { JsonReporter, type SerializedError, type TestModule } from 'vitest/node';

const text = ({ name, message }: SerializedError): string => `${name ?? 'Error'}: ${message}`;

/** The report has the stack only, which after a timeout begins with a word of Vitest's own. */
function nameInStack(error: SerializedError): void {
  error.stack = error.stack?.replace('Error: STACK_TRACE_ERROR', text(error));
}

/**
 * Vitest's JSON report with two kinds of errors that Vitest leaves out: of a suite's hooks, and outside of
 * any test.
 */
export default class extends JsonReporter {
  #more: object = {};

  override onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[] = [],
  ): Promise<void> {
    const unhandledErrors = errors.map((error) => ({
      message: text(error),
      file: error.VITEST_TEST_PATH,
      test: error.VITEST_TEST_NAME,
    }));
    const suiteErrors = modules.flatMap((module) =>
      [...module.children.allSuites()].flatMap((suite) =>
        suite.errors().map((error) => ({
          file: module.moduleId,
          suite: suite.fullName,
          message: text(error),
        })),
      ),
    );
    this.#more = { unhandledErrors, suiteErrors };
    for (const module of modules)
      for (const test of module.children.allTests('failed')) test.result().errors?.forEach(nameInStack);
    return super.onTestRunEnd(modules);
  }

  override writeReport(report: string): Promise<void> {
    return super.writeReport(JSON.stringify({ ...JSON.parse(report), ...this.#more }));
  }
}
