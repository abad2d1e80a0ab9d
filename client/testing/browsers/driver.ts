/** What the scenarios need of a browser, whatever drives it. */
export interface Driver {
  /** Shows the page of an address. */
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function in the page. */
  evaluate<Argument, Result>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  /** The element that a function finds in the page. */
  find<Argument>(
    find: (argument: Argument) => Element | null,
    argument: Argument,
  ): Promise<DrivenElement | null>;
  close(): Promise<void>;
}

/** An element, used as its user would. */
export interface DrivenElement {
  click(): Promise<void>;
  /** Presses keys into it. */
  type(text: string): Promise<void>;
  /** Chooses a file, where it is an input for files. */
  chooseFile(path: string): Promise<void>;
}
