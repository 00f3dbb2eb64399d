/** A page of a real WebKit: Playwright's, or WebKitGTK by its driver. */
export interface WebKitPage {
  goto(url: string): Promise<void>;
  /** Runs a function of the page's world with one argument, both of which can be written as JSON. */
  evaluate<A, R>(work: (arg: A) => R, arg: A): Promise<R>;
  /** The same in the page's first frame. */
  evaluateInFrame<A, R>(work: (arg: A) => R, arg: A): Promise<R>;
  /** Errors in the console so far, exceptions, breaches of the page's policy, in any frame. */
  errors: string[];
  close(): Promise<void>;
}
