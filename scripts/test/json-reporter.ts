import { JsonReporter, type SerializedError, type TestModule } from 'vitest/node';

const text = ({ name, message }: SerializedError): string => `${name ?? 'Error'}: ${message}`;

/**
 * Vitest's JSON report with what Vitest leaves out of it: errors of a suite's hooks, and those of no test.
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
    return super.onTestRunEnd(modules);
  }

  override writeReport(report: string): Promise<void> {
    return super.writeReport(JSON.stringify({ ...JSON.parse(report), ...this.#more }));
  }
}
