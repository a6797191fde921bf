package io.barnabas.server.metrics.prometheus;

/**
 * A page as it is.
 *
 * @param readings to work with
 */
record PlainForm(Readings readings) implements PageForm {
  @Override
  public void write(PageStep step, AsciiBuffer into) {
    if (step.isLines()) {
      AsciiBuffer lines = step.family().lines();
      into.put(lines.array(), 0, lines.size());
    } else {
      step.read(readings);
      readings.write(step.family(), into);
    }
  }

  @Override
  public void end(AsciiBuffer into) {}
}
