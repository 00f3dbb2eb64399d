import { JsonReporter, type SerializedError, type TestModule } from 'vitest/node';

/** Vitest's JSON report, and with it the errors that belong to no test, which Vitest leaves out of it. */
export default class extends JsonReporter {
  #errors: readonly SerializedError[] = [];

  override onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[] = [],
  ): Promise<void> {
    this.#errors = errors;
    return super.onTestRunEnd(modules);
  }

  override writeReport(report: string): Promise<void> {
    const unhandledErrors = this.#errors.map((error) => ({
      message: `${error.name ?? 'Error'}: ${error.message}`,
      file: error.VITEST_TEST_PATH,
      test: error.VITEST_TEST_NAME,
    }));
    return super.writeReport(JSON.stringify({ ...JSON.parse(report), unhandledErrors }));
  }
}
