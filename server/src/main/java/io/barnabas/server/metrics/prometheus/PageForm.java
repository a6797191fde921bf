package io.barnabas.server.metrics.prometheus;

/** A way to write a page. For one page, and one thread at a time. */
interface PageForm {
  /** Writes the next step. */
  void write(PageStep step, AsciiBuffer into);

  /** Writes what is behind the last one. */
  void end(AsciiBuffer into);
}
